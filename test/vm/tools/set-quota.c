// SPDX-License-Identifier: GPL-2.0-only
/*
 * "set-quota DEVICE user|project ID KIBIBYTES": sets the hard limit of a user, or of a project, on a
 * mounted file system. Nobody may exceed it, not even for some days; 0 is no limit.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/quota.h>

#ifndef PRJQUOTA
#define PRJQUOTA 2
#endif

int main(int argc, char **argv)
{
	struct dqblk limits = { .dqb_valid = QIF_BLIMITS };
	int type;

	if (argc != 5)
		return 2;
	type = strcmp(argv[2], "project") ? USRQUOTA : PRJQUOTA;
	limits.dqb_bhardlimit = strtoull(argv[4], NULL, 10);
	if (quotactl(QCMD(Q_SETQUOTA, type), argv[1], atoi(argv[3]), (void *)&limits)) {
		perror(argv[1]);
		return 1;
	}
	return 0;
}
