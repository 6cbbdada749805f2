/* The cards of an emulated host: one file that all its processes map.
 * `tests.support.cann.cards` has the same layout in Python; `size` tells when they differ.
 */
#ifndef CARDS_H
#define CARDS_H

#include <stddef.h>
#include <stdint.h>

#define CARDS 64
#define USES 1024
#define RULES 64
#define VARIABLE "EMULATED_CANN_HOST"

/* What an error rule may say in place of a code. */
#define HANGS (-1)
#define CRASHES (-2)

struct rule {
    int32_t active;
    int32_t card;  /* logic id; -1: any */
    int32_t code;  /* an ACL error, HANGS or CRASHES */
    int32_t after; /* calls that still pass */
    int32_t times; /* calls that it then meets; 0: all */
    int32_t met;   /* how many it has met */
    char call[64]; /* name of a function, or of a kernel */
    char text[256];
};

struct card {
    uint64_t total;
    uint64_t others; /* held by whatever is no process of this host */
    int32_t lost;    /* the error of each call on it; 0: it is there */
    int32_t reserved;
};

/* What one process did on one card. Kept when the process is gone. */
struct use {
    int32_t pid;
    int32_t card;
    uint64_t started; /* of the process, in clock ticks after boot: pids come again */
    uint64_t sets, allocations, copies, kernels;
    uint64_t bytes, peak;
};

struct host {
    uint64_t size;
    uint32_t count;
    uint32_t context_mb; /* what a process holds on a card before it allocates */
    char soc[32];
    char version[32]; /* of CANN */
    struct card cards[CARDS];
    struct rule rules[RULES];
    struct use uses[USES];
};

/* The driver's side, for the runtime. Cards are physical here, never an index of a process. */
struct host *emu_host(void);
int emu_gate(int card, const char *call, char *text, size_t room); /* 0, or the error to return */
int emu_open(int card);                                             /* 0, or the error */
int emu_charge(int card, uint64_t bytes);                           /* 0 when it fits */
void emu_release(int card, uint64_t bytes);
uint64_t emu_free(int card);
struct use *emu_use(int card); /* this process's own, NULL when it has none */

#endif
