# SPDX-License-Identifier: GPL-2.0-only
#
# fish completion for "ndctl ocxl"; commands of ndctl without their options. Words come from the program, DIMMs and
# buses from sysfs. Nothing is sent to a card.

# the words before the cursor, without the current one
function __ndctl_words
    commandline -opc
end

function __ndctl_ocxl_names
    set -l class /sys/class/nd
    set -q NDCTL_OCXL_CLASS; and set class $NDCTL_OCXL_CLASS
    for group in $class/ndctl*/device/nmem*/ocxlpmem
        switch $argv[1]
            case dimms
                string replace -r '.*/(nmem\d+)/ocxlpmem$' '$1' $group
            case buses
                string replace -r '.*/ndctl(\d+)/device/.*' 'ndbus$1' $group
        end
    end
    echo all
end

# the values of an option: before the cursor is "--option=" or "--option"
function __ndctl_ocxl_value
    set -l verb (__ndctl_words)[3]
    set -l known (ndctl ocxl --list-values $verb $argv[1] 2>/dev/null)
    switch "$known[1]"
        case '<file>'
            __fish_complete_path $argv[2]
        case '<bus>'
            __ndctl_ocxl_names buses
        case '<dimm>'
            __ndctl_ocxl_names dimms
        case '<names>'
            set -l before (string replace -r '[^,]*$' '' -- "$argv[2]")
            string replace -r '^' -- $before $known[2..]
        case '*'
            printf '%s\n' $known
    end
end

function __ndctl_ocxl
    set -l words (__ndctl_words)
    set -l current (commandline -ct)
    set -l count (count $words)
    if test $count -eq 2; or test $count -eq 3 -a "$words[3]" = help
        if string match -q -- '-*' $current
            printf '%s\n' --version --help --list-cmds
        else
            ndctl ocxl --list-cmds 2>/dev/null
        end
        return
    end
    set -l valued (ndctl ocxl --list-values $words[3] 2>/dev/null)
    test -n "$valued"; or return
    if string match -q -- '--*=*' $current
        set -l parts (string split -m 1 = -- $current)
        for value in (__ndctl_ocxl_value $parts[1] $parts[2])
            echo $parts[1]=$value
        end
    else if contains -- $words[-1] $valued
        __ndctl_ocxl_value $words[-1] $current
    else if string match -q -- '-*' $current
        for option in (ndctl ocxl $words[3] --list-opts 2>/dev/null | string match -r -- '^--[a-z].*')
            contains -- $option $valued; and echo $option=; or echo $option
        end
    else
        for name in (__ndctl_ocxl_names dimms)
            contains -- $name $words; or echo $name
        end
    end
end

function __ndctl_is_ocxl
    test "$(__ndctl_words)[2]" = ocxl
end

complete -c ndctl -f -n '__fish_is_nth_token 1' -a '(ndctl --list-cmds)'
complete -c ndctl -f -n '__ndctl_is_ocxl' -a '(__ndctl_ocxl)'
