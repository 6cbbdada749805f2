/* The stand-in for libdcmi.so: asks the stand-in program for values and hands them out as the
 * driver's library would. Signatures, structures and codes: Huawei's public dcmi_interface_api.h.
 * The program is asked that lies beside the library.
 */
#include "beside.h"
#include <stdlib.h>

#define OK 0
#define INVALID_DEVICE (-8007)
#define INNER (-8005)
#define NOT_SUPPORTED (-8255)
#define MOST 64

struct process { int pid; unsigned long long bytes; };
struct chip {
    int npu, chip, logic, heat, power, hbm, held;
    unsigned health, load;
    unsigned long long used, total;
    char name[32], bus[32];
    struct process processes[MOST];
};
struct chip_info { char type[32], name[32], version[32]; unsigned cores; char npu_name[32]; };
struct hbm_info { unsigned long long size; unsigned freq; unsigned long long used; int heat; unsigned rate; };
struct memory_info {
    unsigned long long size, available;
    unsigned freq;
    unsigned long huge_size, huge_total, huge_free;
    unsigned rate;
    char reserve[60];
};
struct pcie_info {
    unsigned vendor, subvendor, type, subdevice;
    int domain;
    unsigned bus, device, function;
    char reserve[32];
};

static struct chip chips[MOST];
static int count, generation;
static char driver[64];

static struct chip *by_logic(int logic)
{
    for (int i = 0; i < count; i++)
        if (chips[i].logic == logic)
            return &chips[i];
    return NULL;
}

static struct chip *by_place(int card, int device)
{
    for (int i = 0; i < count; i++)
        if (chips[i].npu == card && chips[i].chip == device)
            return &chips[i];
    return NULL;
}

/* Read all values anew. The driver's own chatter on stdout is part of the act. */
static int refresh(void)
{
    char line[512], folder[4096], ask[4200];
    int refused = OK;
    FILE *values;
    own_folder(folder, sizeof folder);
    snprintf(ask, sizeof ask, "exec '%snpu-smi' library", folder);
    values = popen(ask, "r");
    printf("DrvMngGetConsoleLogLevel failed. (g_conLogLevel=3)\n");
    fflush(stdout);
    if (values == NULL)
        return INNER;
    count = 0;
    while (fgets(line, sizeof line, values) != NULL) {
        struct chip *c = &chips[count];
        int logic;
        struct process p;
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "crash") == 0)
            abort();
        if (sscanf(line, "refuse\t%d", &refused) == 1)
            break;
        if (sscanf(line, "driver\t%63[^\t]\t%d", driver, &generation) == 2)
            continue;
        if (sscanf(line, "process\t%d\t%d\t%llu", &logic, &p.pid, &p.bytes) == 3) {
            struct chip *holder = by_logic(logic);
            if (holder != NULL && holder->held < MOST)
                holder->processes[holder->held++] = p;
        } else if (count < MOST &&
                   sscanf(line, "chip\t%d\t%d\t%d\t%u\t%d\t%d\t%u\t%llu\t%llu\t%d\t%31[^\t]\t%31[^\t]",
                          &c->npu, &c->chip, &c->logic, &c->health, &c->heat, &c->power, &c->load,
                          &c->used, &c->total, &c->hbm, c->name, c->bus) == 12) {
            c->held = 0;
            count++;
        }
    }
    pclose(values);
    return refused;
}

/* What a chip tells is the same in both generations. */
static int health(struct chip *c, unsigned *out) { return c ? (*out = c->health, OK) : INVALID_DEVICE; }
static int heat(struct chip *c, int *out) { return c ? (*out = c->heat, OK) : INVALID_DEVICE; }

static int power(struct chip *c, int *out)
{
    if (c == NULL)
        return INVALID_DEVICE;
    if (c->power < 0)
        return NOT_SUPPORTED;
    *out = c->power;
    return OK;
}

static int rate(struct chip *c, int kind, unsigned *out)
{
    if (c == NULL)
        return INVALID_DEVICE;
    if (kind != (generation == 1 ? 2 : 13)) /* AI core; the whole NPU on a 950 */
        return NOT_SUPPORTED;
    *out = c->load;
    return OK;
}

static int hbm(struct chip *c, struct hbm_info *out)
{
    if (c == NULL)
        return INVALID_DEVICE;
    if (!c->hbm)
        return NOT_SUPPORTED;
    memset(out, 0, sizeof *out);
    out->size = c->total;
    out->used = c->used;
    return OK;
}

static int info(struct chip *c, struct chip_info *out)
{
    if (c == NULL)
        return INVALID_DEVICE;
    memset(out, 0, sizeof *out);
    strcpy(out->type, "Ascend");
    strcpy(out->name, c->name);
    out->cores = 24;
    return OK;
}

static int pcie(struct chip *c, struct pcie_info *out)
{
    if (c == NULL)
        return INVALID_DEVICE;
    memset(out, 0, sizeof *out);
    return sscanf(c->bus, "%x:%x:%x.%x", (unsigned *)&out->domain, &out->bus, &out->device,
                  &out->function) == 4 ? OK : NOT_SUPPORTED;
}

static int held(struct chip *c, struct process *out, int *number)
{
    if (c == NULL)
        return INVALID_DEVICE;
    memcpy(out, c->processes, c->held * sizeof *out);
    *number = c->held;
    return OK;
}

int dcmi_init(void)
{
    int refused = refresh();
    return refused != OK ? refused : generation == 1 ? OK : NOT_SUPPORTED;
}

int dcmi_get_driver_version(char *out, unsigned size) { snprintf(out, size, "%s", driver); return OK; }
int dcmi_get_dcmi_version(char *out, unsigned size) { snprintf(out, size, "24.0.0-emulated"); return OK; }

int dcmi_get_card_list(int *number, int *cards, int size)
{
    int refused = refresh();
    if (refused != OK)
        return refused;
    *number = 0;
    for (int i = 0; i < count && *number < size; i++)
        if (i == 0 || chips[i].npu != chips[i - 1].npu)
            cards[(*number)++] = chips[i].npu;
    return OK;
}

/* The microcontroller is counted among a card's devices. */
int dcmi_get_device_num_in_card(int card, int *number)
{
    *number = 1;
    for (int i = 0; i < count; i++)
        *number += chips[i].npu == card;
    return OK;
}

int dcmi_get_device_type(int card, int device, unsigned *type)
{
    *type = by_place(card, device) == NULL;
    return OK;
}

int dcmi_get_device_logic_id(int *logic, int card, int device)
{
    struct chip *c = by_place(card, device);
    return c ? (*logic = c->logic, OK) : INVALID_DEVICE;
}

int dcmi_get_device_memory_info_v3(int card, int device, struct memory_info *out)
{
    struct chip *c = by_place(card, device);
    if (c == NULL)
        return INVALID_DEVICE;
    memset(out, 0, sizeof *out);
    out->size = c->total;
    out->available = c->total - c->used;
    return OK;
}

#define V1 by_place(card, device)
int dcmi_get_device_chip_info_v2(int card, int device, struct chip_info *out) { return info(V1, out); }
int dcmi_get_device_pcie_info_v2(int card, int device, struct pcie_info *out) { return pcie(V1, out); }
int dcmi_get_device_health(int card, int device, unsigned *out) { return health(V1, out); }
int dcmi_get_device_temperature(int card, int device, int *out) { return heat(V1, out); }
int dcmi_get_device_power_info(int card, int device, int *out) { return power(V1, out); }
int dcmi_get_device_hbm_info(int card, int device, struct hbm_info *out) { return hbm(V1, out); }
int dcmi_get_device_utilization_rate(int card, int device, int kind, unsigned *out) { return rate(V1, kind, out); }
int dcmi_get_device_resource_info(int card, int device, struct process *out, int *n) { return held(V1, out, n); }

int dcmiv2_init(void) { return generation == 2 ? OK : NOT_SUPPORTED; }
int dcmiv2_get_dcmi_version(char *out, int size) { return dcmi_get_dcmi_version(out, (unsigned)size); }

int dcmiv2_get_device_list(int *devices, int *number, int size)
{
    int refused = refresh();
    if (refused != OK)
        return refused;
    for (*number = 0; *number < count && *number < size; (*number)++)
        devices[*number] = chips[*number].logic;
    return OK;
}

int dcmiv2_get_device_chip_info(int id, struct chip_info *out) { return info(by_logic(id), out); }
int dcmiv2_get_device_pcie_info(int id, struct pcie_info *out) { return pcie(by_logic(id), out); }
int dcmiv2_get_device_health(int id, unsigned *out) { return health(by_logic(id), out); }
int dcmiv2_get_device_temperature(int id, int *out) { return heat(by_logic(id), out); }
int dcmiv2_get_device_power_info(int id, int *out) { return power(by_logic(id), out); }
int dcmiv2_get_device_hbm_info(int id, struct hbm_info *out) { return hbm(by_logic(id), out); }
int dcmiv2_get_device_utilization_rate(int id, int kind, unsigned *out) { return rate(by_logic(id), kind, out); }
int dcmiv2_get_device_proc_mem_info(int id, struct process *out, int *n) { return held(by_logic(id), out, n); }
