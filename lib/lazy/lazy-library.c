// SPDX-License-Identifier: LGPL-2.1-or-later
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include "lazy/lazy-library.h"

int ocxl_lazy_load(const char *soname, const char *const *names, size_t count, void *functions)
{
	void *handle = dlopen(soname, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	char *pointer = functions;
	void *address = handle;
	size_t i;

	memset(functions, 0, count * sizeof(address));
	for (i = 0; address && i < count; i++, pointer += sizeof(address)) {
		address = dlsym(handle, names[i]);
		memcpy(pointer, &address, sizeof(address));
	}
	if (handle)
		dlclose(handle);
	if (address)
		return 0;
	memset(functions, 0, count * sizeof(address));
	return -ELIBACC;
}
