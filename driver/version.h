/* SPDX-License-Identifier: GPL-2.0-only */
/* The version of the modules. Meson checks that it is the version of the project. */
#ifndef OCXLPMEM_VERSION_H
#define OCXLPMEM_VERSION_H

#define OCXLPMEM_VERSION "0.3.0"

#endif /* OCXLPMEM_VERSION_H */
