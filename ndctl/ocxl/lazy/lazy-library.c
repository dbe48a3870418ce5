// SPDX-License-Identifier: GPL-2.0-only
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include "ocxl/lazy/lazy-library.h"

/* the address of a function goes into its pointer byte by byte, whatever type that has */
static int find(void *handle, const struct ocxl_library_function *function, void *functions)
{
	void *address = dlsym(handle, function->name);

	if (!address)
		return -ELIBACC;
	memcpy((char *)functions + function->place, &address, sizeof(address));
	return 0;
}

int ocxl_library_open(const struct ocxl_library *library, void **handle, void *functions)
{
	size_t i;
	int rc = 0;

	*handle = dlopen(library->soname, RTLD_NOW | RTLD_LOCAL);
	if (!*handle)
		return -ELIBACC;
	for (i = 0; !rc && i < library->function_count; i++)
		rc = find(*handle, &library->functions[i], functions);
	if (rc)
		ocxl_library_close(handle);
	return rc;
}

void ocxl_library_close(void **handle)
{
	if (*handle)
		dlclose(*handle);
	*handle = NULL;
}
