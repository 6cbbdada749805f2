/* A stand-in for libnvidia-ml.so.1: what the file "state" beside it says, through NVML's own calls.
 * Signatures and structures: NVIDIA's public nvml.h.
 */
#include "beside.h"
#include <unistd.h>

#define OK 0
#define INVALID_ARGUMENT 2
#define NOT_SUPPORTED 3
#define NOT_FOUND 6
#define INSUFFICIENT_SIZE 7
#define VERSION_MISMATCH 25
#define MOST 64

struct device {
    char name[96], uuid[96], bus[32];
    int parent, heat, lost;
    unsigned power, load, mig, pending, failed;
    unsigned long long used, total, errors, reserved;
};
struct memory { unsigned long long total, free, used; };
struct memory_v2 { unsigned version; unsigned long long total, reserved, free, used; };
struct rates { unsigned gpu, memory; };
struct temperature { unsigned version; unsigned sensor; int heat; };
struct process { unsigned pid; unsigned long long used; unsigned instance, compute; };
struct pci {
    char legacy[16];
    unsigned domain, bus, device, id, subsystem;
    char bus_id[32];
};
struct holder { int device; struct process process; };

static struct device devices[MOST];
static struct holder holders[MOST];
static int device_count, holder_count;

/* gpu and part lines have fields apart by '|'; a part is a MIG instance of a gpu. */
static int refresh(void)
{
    char line[512], path[4200];
    int refused = OK, pid;
    FILE *state;
    own_folder(path, sizeof path - sizeof "state");
    state = fopen(strcat(path, "state"), "r");
    if (state == NULL)
        return NOT_FOUND;
    device_count = holder_count = 0;
    while (fgets(line, sizeof line, state) != NULL) {
        struct device *d = &devices[device_count];
        struct holder *h = &holders[holder_count];
        memset(d, 0, sizeof *d);
        memset(h, 0, sizeof *h);
        if (sscanf(line, "refuse %d", &refused) == 1)
            break;
        if (strncmp(line, "hang", 4) == 0)
            sleep(3600);
        if (sscanf(line, "process %d %d %llu", &h->device, &pid, &h->process.used) == 3) {
            h->process.pid = (unsigned)pid;
            holder_count++;
        } else if (sscanf(line, "device|%95[^|]|%95[^|]|%31[^|]|%d|%d|%u|%u|%llu|%llu|%u|%u|%u|%llu|%d|%llu",
                          d->name, d->uuid, d->bus, &d->parent, &d->heat, &d->power, &d->load,
                          &d->used, &d->total, &d->mig, &d->pending, &d->failed, &d->errors,
                          &d->lost, &d->reserved) == 15)
            device_count++;
    }
    fclose(state);
    return refused;
}

static struct device *nth(int parent, unsigned index)
{
    for (int i = 0; i < device_count; i++)
        if (devices[i].parent == parent && index-- == 0)
            return &devices[i];
    return NULL;
}

int nvmlInitWithFlags(unsigned flags) { (void)flags; return refresh(); }
int nvmlSystemGetDriverVersion(char *out, unsigned size) { snprintf(out, size, "570.00"); return OK; }

int nvmlSystemGetProcessName(unsigned pid, char *out, unsigned size)
{
    char path[64], comm[32] = "";
    if (pid == 1)
        return NOT_FOUND;
    snprintf(path, sizeof path, "/proc/%u/comm", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL) { /* a process of the test's own making */
        snprintf(out, size, "/usr/bin/python%u", pid);
        return OK;
    }
    if (fgets(comm, sizeof comm, file) == NULL)
        comm[0] = 0;
    fclose(file);
    comm[strcspn(comm, "\n")] = 0;
    snprintf(out, size, "/usr/bin/%s", comm);
    return OK;
}

int nvmlDeviceGetCount_v2(unsigned *count)
{
    int refused = refresh();
    for (*count = 0; nth(-1, *count) != NULL; (*count)++)
        ;
    return refused;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, struct device **out)
{
    *out = nth(-1, index);
    return *out == NULL ? INVALID_ARGUMENT : (*out)->lost;
}

int nvmlDeviceGetMigMode(struct device *d, unsigned *now, unsigned *later)
{
    *now = *later = d->mig == 1;
    return d->mig == 2 ? NOT_SUPPORTED : OK; /* 2: a card that cannot be cut */
}

int nvmlDeviceGetMaxMigDeviceCount(struct device *d, unsigned *count) { (void)d; *count = 7; return OK; }

int nvmlDeviceGetMigDeviceHandleByIndex(struct device *d, unsigned index, struct device **out)
{
    *out = nth((int)(d - devices), index);
    return *out == NULL ? NOT_FOUND : OK;
}

int nvmlDeviceGetName(struct device *d, char *out, unsigned size) { snprintf(out, size, "%s", d->name); return OK; }
int nvmlDeviceGetUUID(struct device *d, char *out, unsigned size) { snprintf(out, size, "%s", d->uuid); return OK; }

int nvmlDeviceGetPciInfo_v3(struct device *d, struct pci *out)
{
    memset(out, 0, sizeof *out);
    snprintf(out->bus_id, sizeof out->bus_id, "%s", d->bus);
    return OK;
}

int nvmlDeviceGetMemoryInfo(struct device *d, struct memory *out)
{
    unsigned long long used = d->used + d->reserved;
    *out = (struct memory){d->total, d->total - used, used};
    return d->total == 0 ? NOT_SUPPORTED : OK;
}

#ifndef OLD
int nvmlDeviceGetMemoryInfo_v2(struct device *d, struct memory_v2 *out)
{
    if (out->version != (sizeof *out | 2u << 24))
        return VERSION_MISMATCH;
    *out = (struct memory_v2){out->version, d->total, d->reserved,
                              d->total - d->used - d->reserved, d->used};
    return d->total == 0 ? NOT_SUPPORTED : OK;
}
#endif

int nvmlDeviceGetUtilizationRates(struct device *d, struct rates *out)
{
    *out = (struct rates){d->load, 0};
    return d->parent >= 0 ? NOT_SUPPORTED : OK; /* MIG instances tell no load */
}

int nvmlDeviceGetTemperatureV(struct device *d, struct temperature *out)
{
    out->heat = d->heat;
    return d->heat > 90 ? NOT_SUPPORTED : OK; /* as an old driver */
}

int nvmlDeviceGetTemperature(struct device *d, int sensor, unsigned *out)
{
    (void)sensor;
    *out = (unsigned)d->heat;
    return OK;
}

int nvmlDeviceGetPowerUsage(struct device *d, unsigned *out) { *out = d->power; return d->power ? OK : NOT_SUPPORTED; }

int nvmlDeviceGetRemappedRows(struct device *d, unsigned *good, unsigned *bad, unsigned *pending, unsigned *failed)
{
    *good = *bad = 0;
    *pending = d->pending;
    *failed = d->failed;
    return OK;
}

int nvmlDeviceGetTotalEccErrors(struct device *d, int type, int counter, unsigned long long *out)
{
    (void)type;
    (void)counter;
    *out = d->errors;
    return OK;
}

int nvmlDeviceGetComputeRunningProcesses_v3(struct device *d, unsigned *count, struct process *out)
{
    unsigned found = 0;
    for (int i = 0; i < holder_count; i++)
        if (holders[i].device == d - devices) {
            if (out != NULL && found < *count)
                out[found] = holders[i].process;
            found++;
        }
    int fits = out != NULL || found == 0;
    *count = found;
    return fits ? OK : INSUFFICIENT_SIZE;
}
