/* What lies beside a library of ours: one build serves every host, by where it was loaded from. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

/* The path of its folder, with the slash. */
static void own_folder(char *out, size_t room)
{
    Dl_info self = {0};
    const char *slash = NULL;
    if (dladdr((void *)own_folder, &self) != 0 && self.dli_fname != NULL)
        slash = strrchr(self.dli_fname, '/');
    if (slash == NULL)
        snprintf(out, room, "./");
    else
        snprintf(out, room, "%.*s", (int)(slash + 1 - self.dli_fname), self.dli_fname);
}
