/* libascend_hal.so: which cards there are, what is held on them, and by whom.
 *
 * Memory is counted by process. Whoever is gone holds nothing, however it went: no destructor has
 * to run. The file's lock is one that the kernel drops with its process.
 */
#define _GNU_SOURCE
#include "cards.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define DRIVER_MISSING 87
#define NOT_THERE 207004
#define LONGEST 64 /* a name of a function */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static struct host *mapped;
static int file = -1, tried;
static struct use *mine[CARDS];
static pid_t opened_by;

static void forget_cards(void)
{
    memset(mine, 0, sizeof mine);
    opened_by = 0;
}

struct host *emu_host(void)
{
    pthread_mutex_lock(&mutex);
    if (!tried) {
        const char *path = getenv(VARIABLE);
        struct stat found;
        tried = 1;
        file = path != NULL ? open(path, O_RDWR | O_CLOEXEC) : -1;
        if (file >= 0 && fstat(file, &found) == 0 && (size_t)found.st_size >= sizeof *mapped) {
            void *at = mmap(NULL, sizeof *mapped, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            if (at != MAP_FAILED && ((struct host *)at)->size == sizeof *mapped)
                mapped = at;
        }
        pthread_atfork(NULL, NULL, forget_cards);
    }
    pthread_mutex_unlock(&mutex);
    return mapped;
}

/* When a process started, in ticks; 0 when there is none, or only what its parent has to reap. */
static uint64_t started(pid_t pid)
{
    char name[64], line[1024], *after, state;
    unsigned long long ticks = 0;
    ssize_t length;
    int stat;
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    stat = open(name, O_RDONLY | O_CLOEXEC);
    if (stat < 0)
        return 0;
    length = read(stat, line, sizeof line - 1);
    close(stat);
    if (length <= 0)
        return 0;
    line[length] = '\0';
    after = strrchr(line, ')');
    if (after == NULL ||
        sscanf(after + 2, "%c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %llu",
               &state, &ticks) != 2)
        return 0;
    return state == 'Z' || state == 'X' ? 0 : ticks;
}

static void lock(void)
{
    pthread_mutex_lock(&mutex);
    flock(file, LOCK_EX);
}

static void unlock(void)
{
    flock(file, LOCK_UN);
    pthread_mutex_unlock(&mutex);
}

static uint64_t free_of(int card)
{
    uint64_t held = mapped->cards[card].others;
    for (int i = 0; i < USES; i++) {
        struct use *use = &mapped->uses[i];
        if (use->pid != 0 && use->card == card && use->bytes != 0 &&
            (use == mine[card] || started(use->pid) == use->started))
            held += use->bytes;
    }
    return held < mapped->cards[card].total ? mapped->cards[card].total - held : 0;
}

uint64_t emu_free(int card)
{
    uint64_t result;
    lock();
    result = free_of(card);
    unlock();
    return result;
}

struct use *emu_use(int card)
{
    return card >= 0 && card < CARDS && opened_by == getpid() ? mine[card] : NULL;
}

/* A place in the record: an empty one, else the oldest of a process that is gone. */
static struct use *place(void)
{
    struct use *oldest = NULL;
    for (int i = 0; i < USES; i++) {
        struct use *use = &mapped->uses[i];
        if (use->pid == 0)
            return use;
        if (started(use->pid) != use->started && (oldest == NULL || use->started < oldest->started))
            oldest = use;
    }
    return oldest;
}

int emu_open(int card)
{
    struct use *use;
    uint64_t context = (uint64_t)mapped->context_mb << 20;
    int code = 0;
    if (emu_use(card) != NULL)
        return 0;
    lock();
    if (mapped->cards[card].lost != 0) {
        code = NOT_THERE;
    } else if (free_of(card) < context) {
        code = 207001;
    } else if ((use = place()) == NULL) {
        code = 207008;
    } else {
        memset(use, 0, sizeof *use);
        use->card = card;
        use->started = started(getpid());
        use->bytes = use->peak = context;
        use->pid = getpid();
        mine[card] = use;
        opened_by = getpid();
    }
    unlock();
    return code;
}

int emu_charge(int card, uint64_t bytes)
{
    struct use *use = emu_use(card);
    int fits;
    if (use == NULL)
        return 107002;
    lock();
    fits = free_of(card) >= bytes;
    if (fits) {
        use->bytes += bytes;
        use->allocations++;
        if (use->bytes > use->peak)
            use->peak = use->bytes;
    }
    unlock();
    return fits ? 0 : 207001;
}

void emu_release(int card, uint64_t bytes)
{
    struct use *use = emu_use(card);
    if (use == NULL)
        return;
    lock();
    use->bytes -= bytes < use->bytes ? bytes : use->bytes;
    unlock();
}

static int meets(struct rule *rule, int card, const char *call)
{
    if (!rule->active || (rule->card >= 0 && rule->card != card) ||
        strncmp(rule->call, call, sizeof rule->call) != 0)
        return 0;
    if (__atomic_load_n(&rule->after, __ATOMIC_RELAXED) > 0 &&
        __atomic_fetch_sub(&rule->after, 1, __ATOMIC_RELAXED) > 0)
        return 0;
    if (rule->times != 0 && __atomic_load_n(&rule->met, __ATOMIC_RELAXED) >= rule->times)
        return 0;
    __atomic_fetch_add(&rule->met, 1, __ATOMIC_RELAXED);
    return 1;
}

int emu_gate(int card, const char *call, char *text, size_t room)
{
    for (int i = 0; i < RULES && mapped->rules[i].active != 0; i++) {
        struct rule *rule = &mapped->rules[i];
        if (!meets(rule, card, call))
            continue;
        if (rule->code == CRASHES)
            abort();
        while (rule->code == HANGS && rule->active == 1)
            usleep(20000); /* until somebody heals it, or ends this process */
        if (rule->code == HANGS)
            continue;
        snprintf(text, room, "%s", rule->text);
        return rule->code;
    }
    if (card >= 0 && mapped->cards[card].lost != 0 && emu_use(card) != NULL)
        return mapped->cards[card].lost;
    return 0;
}

/* What torch_npu itself asks of the driver. */
int drvGetDevNum(int *count)
{
    struct host *host = emu_host();
    char text[256];
    if (host == NULL)
        return DRIVER_MISSING;
    *count = (int)host->count;
    return emu_gate(-1, "drvGetDevNum", text, sizeof text);
}

int halGetAPIVersion(int *version)
{
    *version = 0x072316;
    return 0;
}

int halGetDeviceInfo(unsigned device, int module, int kind, int64_t *value)
{
    (void)device, (void)module, (void)kind;
    *value = 0;
    return 0;
}
