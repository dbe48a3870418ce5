# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Wrong requests, for every command that has an input or depends on a state: each field out of its
# range, each wrong order of commands, more and less data. Rows are "COMMAND ROOM STATUS NEEDED
# WORD...  # what", see tools/wire.c.

# answers LINES: sends the rows of standard input through every envelope of this kernel; each finds
# the card in the state of LINES
answers()
{
	local envelope rows
	rows=$(cat)
	for envelope in vendor call; do
		[ $envelope = vendor ] || [ -e /lib/modules/"$(uname -r)"/updates/libnvdimm.ko ] || continue
		load map=$W1 envelope=$envelope
		within 5 has_regions 1
		[ -n "$REGION" ] || ndctl disable-region all
		[ $# -eq 0 ] || card nmem0 "$@"
		"$TOOLS/wire" table /dev/nmem0 $envelope <<<"$rows"
		unload
	done
}
REGION=''

scenario_wrong_requests_for_dumps()
{
	answers <<-'END'
		7 8 84 8 1                       # health report: it takes nothing
		7 8 00 8 0*8192                  # nothing, in 64 KiB
		8 24 84 8 2                      # take: an unknown flag
		8 24 84 8 0x80000001             # another one
		8 24 84 8 0x100000001            # reserved
		8 24 84 8 1 1                    # more than is known
		8 24 00 16                       # no input: no dump exists
		8 8 00 16 0                      # without room
		9 4096 82 8 0x800000000          # read: no dump exists
		9 4096 84 8 0                    # of length 0
		9 4096 84 8                      # no input
		9 4096 84 8 0xC00000000          # a length of 12
		9 4096 84 8 0x800000004          # from 4
		9 4096 84 8 0x800000000 1        # more than is known
		10 8 82 8                        # release: no dump exists
		10 8 84 8 1                      # it takes nothing
	END
	answers 'dump size=1000' <<-'END'
		9 24 00 1016 0x100000000000      # cut in the middle
		9 8 00 1016 0x100000000000       # without room
		9 65536 00 1016 0xFFFFFFF800000000 # the longest piece
		9 4096 00 16 0x8000003E8         # at the end
		9 4096 00 16 0x8FFFFFFF8         # where no dump reaches
		10 8 00 8                        # release
		10 8 82 8                        # twice
		9 4096 82 8 0x800000000          # read what was released
	END
	answers 'dump never' <<-'END'
		8 24 00 16 1                     # take one
		8 24 00 16 1                     # and another
		9 4096 82 8 0x800000000          # read what is being taken
		10 8 82 8                        # release it
	END
}

scenario_wrong_requests_for_firmware()
{
	answers <<-'END'
		11 8 84 8 1                      # information: it takes nothing
		11 8 00 48                       # without room
		14 8 82 8 0                      # finish before any start
		14 8 82 8 1                      # the same, by a number
		14 8 84 8 0x200000000            # an unknown flag
		14 8 82 8 0x100000001            # end one that is not there
		14 8 00 8 0x100000000            # end whatever runs
		15 24 82 8 0                     # query before any start
		15 24 84 8 0x100000000           # reserved
		13 8 82 8 1 8 0                  # send before any start
		12 16 84 8 1                     # start: it takes nothing
		12 8 00 16                       # without room none begins
		12 16 00 16                      # so this one does
		12 16 21 8                       # one at a time
		13 8 84 8 c                      # send: without a length
		13 8 84 8 c 0                    # a length of 0
		13 8 84 8 c 4 0                  # of 4
		13 8 84 8 c 8                    # without the data
		13 8 84 8 c 16 0                 # without half of it
		13 8 84 8 c 32776 0*4097         # more than one piece holds
		13 8 84 8 c 0xFFFFFFF8 0*8192    # far more
		13 8 84 8 c 0x100000008 0        # reserved
		13 8 84 8 c+0x800000000 8 0      # not where the image begins
		13 8 84 8 c+0x400000000 8 0      # from 4
		13 8 84 8 c+0xFFFFFFF800000000 8 0 # the last offset
		13 8 84 8 c 8 0 1                # more than the data
		13 8 82 8 c+1 8 0                # of another update
		14 8 84 8 c                      # finish: nothing was sent
		14 8 82 8 c+1                    # another update
		15 24 82 8 c+1                   # query another update
		15 24 00 24 c                    # this one
		13 8 00 8 c 8 0 0*64             # zeros behind the data are nothing
		13 8 84 8 c 8 0                  # the same piece again
		13 8 00 8 c+0x800000000 32768 0*4096 # the largest piece
		14 8 84 8 c+0x300000000          # finish: an unknown flag beside a known one
		14 8 84 8 c 1                    # more than is known
		14 8 00 8 c                      # finish
		14 8 82 8 c                      # twice
		14 8 82 8 c+0x100000000          # end it afterwards
		13 8 82 8 c+0x800800000000 8 0   # send afterwards
		15 8 00 24 c                     # query afterwards, without room
		12 16 00 16                      # another one
		14 8 00 8 c+0x100000000          # end it
		13 8 82 8 c 8 0                  # send to it
		15 24 00 24 c                    # it was the last
	END
	answers 'fw-update refuse=start' <<-'END'
		12 16 00 16
		13 8 52 8 c 8 0                  # the card refuses the image
		14 8 52 8 c                      # so it is not finished
		14 8 00 8 c+0x100000000
	END
}

scenario_wrong_requests_for_injections()
{
	answers <<-'END'
		18 8 84 8                        # nothing
		18 8 84 8 0xC2                   # no flag
		18 8 84 8 0x20C2                 # an unknown one
		18 8 84 8 0xFFC2                 # all of them
		18 8 84 8 0x09C2                 # a value, and back
		18 8 84 8 0x11C2                 # a value, and a failure
		18 8 84 8 0x1000004C2 90         # reserved
		18 8 84 8 0x01000000000004C2 90  # reserved, the last one
		18 8 84 8 0x04C2 90 1            # more than is known
		18 8 51 8 0x0442 90              # an attribute that is not there
		18 8 00 8 0x0842                 # back to what it was not
		18 8 00 8 0xFFFF07C2 0xFFFFFFFFFFFFFFFF # the largest values
		18 65536 00 8 0x08C2 0 0*8000    # back
		18 8 00 8 0x1000                 # failed
		7 8 86 8                         # a failed card
		18 8 00 8 0x1800                 # mended
		7 8 00 8
	END
}

scenario_wrong_requests_for_kept_conditions()
{
	answers 'error-log type=3 data=0' <<-'END'
		17 152 00 152                    # events
		17 151 00 152                    # it does not fit
		17 80 00 152                     # the same
		17 8 84 8 1                      # it takes nothing
		19 8 00 8                        # nothing to clear
		2 4096 00 88 0 0                 # an entry is taken
		19 8 84 8 8 1                    # an unknown bit
		19 8 84 8 0x8000000000000001 1   # beside a known one
		19 8 84 8 7 1 1                  # more than is known
		19 8 21 8 7                      # the entry was not seen
		19 8 21 8 0 0                    # the same, with nothing to clear
		19 65536 00 8 7 1 0*8000         # clear
		19 8 00 8 7 0xFFFFFFFFFFFFFFFF   # twice
	END
}

# All commands check in the same order: rights, input, state.
scenario_requests_to_cards_in_other_states()
{
	answers 'ready never' <<-'END'
		7 8 81 8                         # a card that is not ready
		8 24 81 8 1
		8 24 84 8 2                      # wrong all the same
		9 24 81 8 0x800000000
		10 8 81 8
		11 48 00 48                      # from registers
		12 16 81 8
		13 8 81 8 1 8 0
		14 8 81 8 0x100000000
		15 24 81 8 1
		16 8 81 8
		18 8 00 8 0x04C2 90              # not the card's doing
		19 8 00 8 7                      # the same
	END
	answers 'dump size=1000' 'fatal fw' <<-'END'
		7 8 86 8                         # a card that has failed
		8 24 00 16 0                     # dumps are still tried
		9 4096 00 1016 0x100000000000
		9 4096 84 8 0
		10 8 00 8
		10 8 82 8
		11 48 00 48
		12 16 86 8
		13 8 86 8 1 8 0
		13 8 84 8 1 4 0                  # wrong all the same
		14 8 86 8 0x100000000
		15 24 86 8 1
		16 8 86 8
		19 8 00 8 7                      # the driver's doing
	END
	answers dead <<-'END'
		19 8 00 8 7                      # a card that is gone
		19 8 84 8 8                      # wrong all the same
	END
	REGION=yes
	answers <<-'END'
		16 8 21 8                        # shutdown while the region is enabled
		16 8 84 8 1                      # it takes nothing
		3 8 00 8                         # and was not done
	END
	REGION=''
	answers <<-'END'
		16 8 84 8 0*8 1                  # it takes nothing
		16 65536 00 8                    # shut down
		16 8 81 8                        # twice
		3 8 81 8
	END
}
