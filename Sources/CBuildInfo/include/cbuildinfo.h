#ifndef LIVETREE_CBUILDINFO_H
#define LIVETREE_CBUILDINFO_H

/// The commit this program was built from, as LIVETREE_COMMIT named it to the build; empty when it
/// was not named. Lives as long as the process.
const char *livetree_build_commit(void);

#endif
