// SPDX-License-Identifier: GPL-2.0-only
#include "fakes.h"

#define DEFINE_FAKE(type, name, parameters, arguments)      \
	type(*unit_fake_##name) parameters = __real_##name; \
	type __wrap_##name parameters                       \
	{                                                   \
		return unit_fake_##name arguments;          \
	}
UNIT_FAKES(DEFINE_FAKE)
