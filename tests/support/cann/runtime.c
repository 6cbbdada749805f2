/* libascendcl.so and all the names beside it: the C interface of CANN, over the emulated cards.
 *
 * Device memory is memory of the process, counted on its card; a kernel is whoever computes in it
 * and says so by `emu_kernel`. CANN's own kernels are not here: what asks for one is refused, so
 * that nothing takes untouched memory for a result.
 */
#define _GNU_SOURCE
#include "cards.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define INVALID_PARAM 107000
#define INVALID_DEVICE 107001
#define NO_CONTEXT 107002
#define NO_DEVICE 207004
#define DRIVER 507899
#define NO_KERNEL 500002
#define JIT_COMPILE 10 /* of the compiler's options */

static struct host *host;
static int visible[CARDS], visible_count;
static int refused; /* why nothing is visible */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pid_t owner;
static __thread int current = -1; /* an index of this process */
static __thread char said[512];
static int pending[CARDS]; /* by index: the error of a kernel, which the next wait tells */
static char pending_text[CARDS][256];

static int say(int code, const char *form, ...)
{
    va_list rest;
    va_start(rest, form);
    vsnprintf(said, sizeof said, form, rest);
    va_end(rest);
    return code;
}

/* ASCEND_RT_VISIBLE_DEVICES: digits and commas, strictly ascending; reading stops at the rest. */
static void look(void)
{
    const char *told = getenv("ASCEND_RT_VISIBLE_DEVICES"), *at = told;
    owner = getpid();
    host = emu_host();
    if (host == NULL)
        return;
    if (told == NULL) {
        for (; visible_count < (int)host->count; visible_count++)
            visible[visible_count] = visible_count;
        return;
    }
    while (*at >= '0' && *at <= '9') {
        char *end;
        long id = strtol(at, &end, 10);
        if (id >= (long)host->count)
            refused = INVALID_DEVICE;
        if (id >= (long)host->count || (visible_count > 0 && id <= visible[visible_count - 1]))
            break;
        visible[visible_count++] = (int)id;
        if (*end != ',')
            break;
        at = end + 1;
    }
    if (visible_count == 0 && refused == 0)
        refused = NO_DEVICE;
}

static int gate(int card, const char *call)
{
    char text[256] = "";
    int code;
    pthread_once(&once, look);
    if (host == NULL)
        return say(DRIVER, "EE9999: Inner Error!\n drvRetCode=87, driver error:internal error");
    code = emu_gate(card, call, text, sizeof text);
    return code != 0 ? say(code, "%s", text) : 0;
}

#define ENTER()                              \
    do {                                     \
        int refused_ = gate(-1, __func__);   \
        if (refused_ != 0)                   \
            return refused_;                 \
    } while (0)

/* For what needs a device: the card behind the calling thread's. */
#define ENTER_ON(card)                                                                       \
    int card;                                                                                \
    do {                                                                                     \
        int refused_;                                                                        \
        pthread_once(&once, look);                                                           \
        if (current < 0 || owner != getpid())                                                \
            return say(NO_CONTEXT, "EE1001: The context is empty. %s", __func__);            \
        card = visible[current];                                                             \
        refused_ = gate(card, __func__);                                                     \
        if (refused_ != 0)                                                                   \
            return refused_;                                                                 \
    } while (0)

static int tell_pending(void)
{
    if (pending[current] == HANGS)
        for (;;)
            pause();
    return pending[current] != 0 ? say(pending[current], "%s", pending_text[current]) : 0;
}

/* -- Devices ------------------------------------------------------------------------------- */

int aclInit(const char *config)
{
    (void)config;
    ENTER();
    return 0;
}

int aclrtGetDeviceCount(uint32_t *count)
{
    ENTER();
    *count = (uint32_t)visible_count;
    if (visible_count > 0)
        return 0;
    return say(refused,
               "EE1001: The argument is invalid. Reason: set ASCEND_RT_VISIBLE_DEVICES:%s error, "
               "input data rang[0-%u)\n\tSolution: try again.\n\tTraceBack (most recent call last):"
               "\n\tdriver error:no valid device",
               getenv("ASCEND_RT_VISIBLE_DEVICES"), host->count);
}

int aclrtSetDevice(int index)
{
    int code, card;
    pthread_once(&once, look);
    if (host != NULL && (index < 0 || index >= visible_count))
        return say(INVALID_DEVICE,
                   "EE1001: The argument is invalid. Reason: Set visible device failed, invalid "
                   "device=%d, input visible devices:%s",
                   index, getenv("ASCEND_RT_VISIBLE_DEVICES"));
    card = host != NULL ? visible[index] : -1;
    if ((code = gate(card, __func__)) != 0)
        return code;
    if (owner != getpid())
        return say(NO_CONTEXT, "EE1001: The context is empty: this process was forked.");
    if ((code = emu_open(card)) != 0)
        return say(code, code == 207001 ? "EL0004: Failed to allocate memory." : "EE9999: Inner Error!");
    emu_use(card)->sets++;
    current = index;
    return 0;
}

int aclrtGetDevice(int *index)
{
    ENTER();
    if (current < 0)
        return say(NO_CONTEXT, "EE1001: The context is empty.");
    *index = current;
    return 0;
}

int aclrtResetDevice(int index)
{
    struct use *use;
    ENTER();
    if (index < 0 || index >= visible_count)
        return say(INVALID_DEVICE, "EE1001: Invalid device id %d.", index);
    if ((use = emu_use(visible[index])) != NULL)
        emu_release(visible[index], use->bytes);
    return 0;
}

/* A context is a device here: its address says which. */
static char contexts[CARDS];

int aclrtGetCurrentContext(void **context)
{
    ENTER();
    if (current < 0)
        return say(NO_CONTEXT, "EE1001: The context is empty.");
    *context = &contexts[current];
    return 0;
}

int aclrtSetCurrentContext(void *context)
{
    ENTER();
    if ((char *)context < contexts || (char *)context >= contexts + visible_count)
        return say(INVALID_PARAM, "EE1001: No such context.");
    current = (int)((char *)context - contexts);
    return 0;
}

int aclrtGetPrimaryCtxState(int index, uint32_t *flags, int *active)
{
    ENTER();
    if (index < 0 || index >= visible_count)
        return INVALID_DEVICE;
    if (flags != NULL)
        *flags = 0;
    *active = emu_use(visible[index]) != NULL;
    return 0;
}

int aclrtSynchronizeDeviceWithTimeout(int32_t timeout)
{
    (void)timeout;
    ENTER_ON(card);
    (void)card;
    return tell_pending();
}

int aclrtSynchronizeDevice(void)
{
    ENTER_ON(card);
    (void)card;
    return tell_pending();
}

int aclrtDeviceCanAccessPeer(int *can, int a, int b)
{
    ENTER();
    *can = a != b;
    return 0;
}

int aclrtGetDeviceInfo(uint32_t index, int attribute, int64_t *value)
{
    ENTER();
    *value = attribute == 1 ? 6 : attribute == 201 ? 40 : attribute < 200 ? 20 : 0;
    if (attribute == 301 && index < (uint32_t)visible_count)
        *value = (int64_t)host->cards[visible[index]].total;
    return 0;
}

int aclrtDeviceGetBareTgid(int32_t *pid)
{
    *pid = getpid();
    return 0;
}

const char *aclrtGetSocName(void)
{
    return gate(-1, __func__) == 0 ? host->soc : NULL;
}

/* -- Memory -------------------------------------------------------------------------------- */

struct block {
    char *at;
    size_t size, mapped;
    int card;
    struct block *next;
};
static struct block *blocks;
static pthread_mutex_t blocks_mutex = PTHREAD_MUTEX_INITIALIZER;

static int allocate(void **out, size_t size, const char *call)
{
    struct block *block;
    int code, card;
    if (current < 0 || owner != getpid())
        return say(NO_CONTEXT, "EE1001: The context is empty.");
    card = visible[current];
    if ((code = gate(card, call)) != 0)
        return code;
    if ((code = emu_charge(card, size)) != 0)
        return say(code, "EL0004: Failed to allocate memory. Possible Cause: Available memory is insufficient.");
    block = malloc(sizeof *block);
    block->mapped = (size + 64 + 4095) & ~(size_t)4095;
    block->at = mmap(NULL, block->mapped, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (block->at == MAP_FAILED) {
        free(block);
        emu_release(card, size);
        return say(207001, "The machine itself has no memory left.");
    }
    block->size = size;
    block->card = card;
    pthread_mutex_lock(&blocks_mutex);
    block->next = blocks;
    blocks = block;
    pthread_mutex_unlock(&blocks_mutex);
    *out = block->at;
    return 0;
}

int aclrtMalloc(void **out, size_t size, int policy)
{
    (void)policy;
    pthread_once(&once, look);
    return allocate(out, size, __func__);
}

int aclrtMallocAlign32(void **out, size_t size, int policy)
{
    (void)policy;
    pthread_once(&once, look);
    return allocate(out, size, "aclrtMalloc");
}

int aclrtFree(void *at)
{
    struct block **link, *found = NULL;
    pthread_mutex_lock(&blocks_mutex);
    for (link = &blocks; *link != NULL && (*link)->at != at; link = &(*link)->next)
        ;
    if ((found = *link) != NULL)
        *link = found->next;
    pthread_mutex_unlock(&blocks_mutex);
    if (found == NULL)
        return say(INVALID_PARAM, "EE1001: %p was never allocated.", at);
    munmap(found->at, found->mapped);
    emu_release(found->card, found->size);
    free(found);
    return 0;
}

int aclrtGetMemInfo(int attribute, size_t *left, size_t *total)
{
    (void)attribute;
    ENTER_ON(card);
    *total = host->cards[card].total;
    *left = emu_free(card);
    return 0;
}

/* Memory in two steps, for torch's expandable segments: a range of addresses, and what fills it. */
struct physical { size_t size; int card; };

int aclrtReserveMemAddress(void **out, size_t size, size_t alignment, void *wanted, uint64_t flags)
{
    (void)alignment, (void)flags;
    ENTER();
    *out = mmap(wanted, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return *out == MAP_FAILED ? say(207001, "No addresses are left.") : 0;
}

int aclrtMallocPhysical(void **handle, size_t size, const void *properties, uint64_t flags)
{
    struct physical *physical;
    int code;
    (void)properties, (void)flags;
    ENTER_ON(card);
    if ((code = emu_charge(card, size)) != 0)
        return say(code, "EL0004: Failed to allocate memory.");
    physical = malloc(sizeof *physical);
    physical->size = size;
    physical->card = card;
    *handle = physical;
    return 0;
}

int aclrtFreePhysical(void *handle)
{
    struct physical *physical = handle;
    emu_release(physical->card, physical->size);
    free(physical);
    return 0;
}

int aclrtPointerGetAttributes(const void *at, uint32_t *attributes)
{
    struct block *block;
    pthread_mutex_lock(&blocks_mutex);
    for (block = blocks; block != NULL; block = block->next)
        if ((char *)at >= block->at && (char *)at < block->at + block->size)
            break;
    pthread_mutex_unlock(&blocks_mutex);
    attributes[0] = 0;
    attributes[1] = block != NULL ? 1 : 2; /* on a device; known to none */
    return 0;
}

int aclrtMallocHost(void **out, size_t size)
{
    return posix_memalign(out, 4096, size != 0 ? size : 1) == 0 ? 0 : say(207000, "No host memory.");
}

int aclrtMallocHostWithCfg(void **out, uint64_t size, void *configuration)
{
    (void)configuration;
    return aclrtMallocHost(out, size);
}

int aclrtFreeHost(void *at)
{
    free(at);
    return 0;
}

static int copy(void *to, const void *from, size_t count, int card)
{
    int code = tell_pending();
    if (code != 0)
        return code;
    memmove(to, from, count);
    __atomic_fetch_add(&emu_use(card)->copies, 1, __ATOMIC_RELAXED);
    return 0;
}

int aclrtMemcpy(void *to, size_t room, const void *from, size_t count, int kind)
{
    (void)kind;
    ENTER_ON(card);
    return count <= room ? copy(to, from, count, card) : say(INVALID_PARAM, "EE1001: It does not fit.");
}

int aclrtMemcpyAsync(void *to, size_t room, const void *from, size_t count, int kind, void *stream)
{
    (void)kind, (void)stream;
    ENTER_ON(card);
    return count <= room ? copy(to, from, count, card) : say(INVALID_PARAM, "EE1001: It does not fit.");
}

int aclrtMemcpyAsyncWithCondition(void *to, size_t room, const void *from, size_t count, int kind, void *stream)
{
    return aclrtMemcpyAsync(to, room, from, count, kind, stream);
}

int aclrtMemset(void *at, size_t room, int32_t value, size_t count)
{
    ENTER_ON(card);
    (void)card;
    if (count > room)
        return say(INVALID_PARAM, "EE1001: It does not fit.");
    memset(at, value, count);
    return 0;
}

int aclrtMemsetAsync(void *at, size_t room, int32_t value, size_t count, void *stream)
{
    (void)stream;
    return aclrtMemset(at, room, value, count);
}

/* -- Streams and events: all work is done when it was asked for ----------------------------- */

struct event { struct timespec at; };

int aclrtCreateStreamWithConfig(void **stream, uint32_t priority, uint32_t flags)
{
    (void)priority, (void)flags;
    ENTER_ON(card);
    (void)card;
    *stream = calloc(1, 16);
    return 0;
}

int aclrtCreateStream(void **stream) { return aclrtCreateStreamWithConfig(stream, 0, 0); }

int aclrtDestroyStream(void *stream)
{
    free(stream);
    return 0;
}

int aclrtDestroyStreamForce(void *stream) { return aclrtDestroyStream(stream); }

int aclrtStreamGetId(void *stream, int32_t *id)
{
    *id = (int32_t)((uintptr_t)stream >> 4 & 0x7fffffff);
    return 0;
}

int aclrtSynchronizeStream(void *stream)
{
    (void)stream;
    ENTER_ON(card);
    (void)card;
    return tell_pending();
}

int aclrtSynchronizeStreamWithTimeout(void *stream, int32_t timeout)
{
    (void)stream, (void)timeout;
    pthread_once(&once, look);
    return aclrtSynchronizeStream(stream);
}

int aclrtStreamQuery(void *stream, int *status)
{
    (void)stream;
    ENTER_ON(card);
    (void)card;
    *status = 0; /* all is done */
    return 0;
}

int aclrtCreateEventExWithFlag(void **event, uint32_t flag)
{
    (void)flag;
    *event = calloc(1, sizeof(struct event));
    return 0;
}

int aclrtCreateEventWithFlag(void **event, uint32_t flag) { return aclrtCreateEventExWithFlag(event, flag); }
int aclrtCreateEvent(void **event) { return aclrtCreateEventExWithFlag(event, 0); }

int aclrtDestroyEvent(void *event)
{
    free(event);
    return 0;
}

int aclrtRecordEvent(void *event, void *stream)
{
    (void)stream;
    ENTER_ON(card);
    (void)card;
    clock_gettime(CLOCK_MONOTONIC, &((struct event *)event)->at);
    return 0;
}

int aclrtQueryEventStatus(void *event, int *status)
{
    (void)event;
    *status = 1; /* it has happened */
    return 0;
}

int aclrtQueryEventWaitStatus(void *event, int *status)
{
    (void)event;
    *status = 0; /* it has happened: another enumeration */
    return 0;
}

int aclrtSynchronizeEvent(void *event)
{
    (void)event;
    ENTER_ON(card);
    (void)card;
    return tell_pending();
}

int aclrtEventElapsedTime(float *ms, void *from, void *to)
{
    struct timespec a = ((struct event *)from)->at, b = ((struct event *)to)->at;
    *ms = (float)((b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6);
    return 0;
}

/* -- Kernels ------------------------------------------------------------------------------- */

/* Whoever computes in device memory says so here, before. An error of the kernel itself is told by
 * the next wait, as on a card; the call returns only what forbids the start. */
int emu_kernel(int index, const char *name)
{
    struct use *use;
    char text[256] = "";
    int card, code;
    pthread_once(&once, look);
    if (host == NULL || index < 0 || index >= visible_count)
        return INVALID_DEVICE;
    card = visible[index];
    use = emu_use(card);
    if (use == NULL)
        return NO_CONTEXT;
    __atomic_fetch_add(&use->kernels, 1, __ATOMIC_RELAXED);
    code = emu_gate(card, "kernel", text, sizeof text);
    if (code == 0)
        code = emu_gate(card, name, text, sizeof text);
    if (code != 0 && pending[index] == 0) {
        memcpy(pending_text[index], text, sizeof text);
        pending[index] = code;
    }
    return 0;
}

/* The index of a device, as this process counts, behind an address; -1 for memory of the host. */
int emu_device_of(const void *at)
{
    int card = -1;
    pthread_mutex_lock(&blocks_mutex);
    for (struct block *block = blocks; block != NULL && card < 0; block = block->next)
        if ((char *)at >= block->at && (char *)at < block->at + block->size)
            card = block->card;
    pthread_mutex_unlock(&blocks_mutex);
    for (int i = 0; card >= 0 && i < visible_count; i++)
        if (visible[i] == card)
            return i;
    return -1;
}

#define NO_KERNELS(name)                                                                            \
    int name(const char *kind)                                                                      \
    {                                                                                               \
        (void)kind;                                                                                 \
        return say(NO_KERNEL, "EZ9999: Inner Error!\n Cannot find bin of op: an emulated CANN has " \
                              "none (" #name ").");                                                 \
    }
NO_KERNELS(aclopCompile)
NO_KERNELS(aclopCompileAndExecute)
NO_KERNELS(aclopCompileAndExecuteV2)
NO_KERNELS(aclopExecuteV2)
NO_KERNELS(aclmdlExecute)
NO_KERNELS(aclmdlExecuteAsync)
NO_KERNELS(aclmdlRIExecuteAsync)
NO_KERNELS(rtKernelLaunch)
NO_KERNELS(HcclAllReduce)
NO_KERNELS(HcclAllGather)
NO_KERNELS(HcclAlltoAll)
NO_KERNELS(HcclAlltoAllV)
NO_KERNELS(HcclBroadcast)
NO_KERNELS(HcclReduce)
NO_KERNELS(HcclReduceScatter)
NO_KERNELS(HcclSend)
NO_KERNELS(HcclRecv)
NO_KERNELS(HcclScatter)
NO_KERNELS(HcclBatchSendRecv)

/* -- Versions, options, words ---------------------------------------------------------------- */

struct package { char version[128], parts[4][64], reserved[128]; };

int aclsysGetCANNVersion(int name, struct package *package)
{
    (void)name;
    ENTER();
    memset(package, 0, sizeof *package);
    snprintf(package->version, sizeof package->version, "%s", host->version);
    sscanf(host->version, "%63[^.].%63[^.].%63s", package->parts[0], package->parts[1], package->parts[2]);
    return 0;
}

int aclsysGetVersionStr(const char *name, char *version)
{
    (void)name;
    ENTER();
    strcpy(version, host->version);
    return 0;
}

int aclSetCompileopt(int option, const char *value)
{
    (void)option, (void)value;
    ENTER();
    return 0;
}

/* A 910B compiles no operators while it works: its kernels come whole. */
static const char *option_text(int option) { return option == JIT_COMPILE ? "disable" : "0"; }

size_t aclGetCompileoptSize(int option)
{
    return strlen(option_text(option)) + 1;
}

int aclGetCompileopt(int option, char *value, size_t room)
{
    snprintf(value, room, "%s", option_text(option));
    return 0;
}

int aclGetCannAttributeList(const int **list, size_t *count)
{
    *list = NULL;
    *count = 0;
    return 0;
}

int aclGetDeviceCapability(uint32_t index, int kind, int64_t *value)
{
    (void)index, (void)kind;
    *value = 1;
    return 0;
}

int aclrtGetStreamOverflowSwitch(void *stream, uint32_t *flag)
{
    (void)stream;
    *flag = 0;
    return 0;
}

int aclrtGetDeviceSatMode(int *mode)
{
    *mode = 1;
    return 0;
}

int aclrtGetDeviceUtilizationRate(int index, int32_t *rates)
{
    (void)index;
    memset(rates, 0, 4 * sizeof *rates);
    return 0;
}

int aclrtPeekAtLastError(int level)
{
    (void)level;
    return 0;
}

const char *aclGetRecentErrMsg(void)
{
    static __thread char told[sizeof said];
    memcpy(told, said, sizeof told);
    said[0] = '\0'; /* asked once, told once */
    return told;
}
