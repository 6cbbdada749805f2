/* The one pair of operators that an emulated CANN has of its own: copies, with strides and casts.
 * torch_npu asks for them wherever a tensor changes its layout or its type on the card.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DIMENSIONS 16
#define UNKNOWN_TYPE 161002

int emu_device_of(const void *at);
int emu_kernel(int index, const char *name);

enum type { F32 = 0, F16 = 1, I8 = 2, I32 = 3, U8 = 4, I16 = 6, U16 = 7, U32 = 8, I64 = 9, U64 = 10,
            F64 = 11, BOOL = 12, C64 = 16, C128 = 17, BF16 = 27 };

struct tensor {
    enum type type;
    int count;
    int64_t sizes[DIMENSIONS], strides[DIMENSIONS];
    char *at;
};
struct executor { struct tensor to, from; };

static size_t size_of(enum type type)
{
    switch (type) {
    case I8: case U8: case BOOL: return 1;
    case F16: case BF16: case I16: case U16: return 2;
    case F32: case I32: case U32: return 4;
    case F64: case I64: case U64: case C64: return 8;
    case C128: return 16;
    }
    return 0;
}

struct tensor *aclCreateTensor(const int64_t *sizes, uint64_t count, int type, const int64_t *strides,
                               int64_t offset, int format, const int64_t *stored,
                               uint64_t stored_count, void *data)
{
    struct tensor *tensor;
    (void)format, (void)stored, (void)stored_count;
    if (count > DIMENSIONS || size_of((enum type)type) == 0)
        return NULL;
    tensor = calloc(1, sizeof *tensor);
    tensor->type = (enum type)type;
    tensor->count = (int)count;
    memcpy(tensor->sizes, sizes, count * sizeof *sizes);
    memcpy(tensor->strides, strides, count * sizeof *strides);
    tensor->at = (char *)data + offset * (int64_t)size_of(tensor->type);
    return tensor;
}

int aclDestroyTensor(struct tensor *tensor)
{
    free(tensor);
    return 0;
}

static double from_half(uint16_t bits)
{
    uint32_t sign = (uint32_t)(bits & 0x8000) << 16, rest = bits & 0x7fff, wide;
    float value;
    if (rest >= 0x7c00) { /* infinite, or no number */
        wide = sign | 0x7f800000 | (rest & 0x3ff) << 13;
        memcpy(&value, &wide, 4);
    } else if (rest >= 0x400) {
        wide = sign | ((rest << 13) + 0x38000000);
        memcpy(&value, &wide, 4);
    } else { /* below the smallest that is normal */
        value = (float)rest / 16777216.0f * (sign != 0 ? -1.0f : 1.0f);
    }
    return value;
}

/* To the nearest, ties to even. */
static uint16_t to_half(float value)
{
    uint32_t bits, sign, rest;
    memcpy(&bits, &value, 4);
    sign = bits >> 16 & 0x8000;
    rest = bits & 0x7fffffff;
    if (rest > 0x7f800000)
        return (uint16_t)(sign | 0x7e00);
    if (rest >= 0x477ff000)
        return (uint16_t)(sign | 0x7c00);
    if (rest < 0x38800000) {
        float small, lift = 0.5f; /* the unit of its last place is that of a half's smallest */
        memcpy(&small, &rest, 4);
        small += lift;
        memcpy(&rest, &small, 4);
        return (uint16_t)(sign | (rest - 0x3f000000));
    }
    rest += 0xc8000fff + (rest >> 13 & 1);
    return (uint16_t)(sign | rest >> 13);
}

static uint16_t to_bfloat(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, 4);
    if ((bits & 0x7fffffff) > 0x7f800000)
        return 0x7fc0;
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

/* One element: whole numbers go through the widest whole number, all others through a double. */
static void cast(char *to, enum type to_type, const char *from, enum type from_type)
{
    int64_t whole = 0;
    double value = 0, imaginary = 0;
    int is_whole = 1;
#define READ(NAME, TYPE) case NAME: { TYPE read; memcpy(&read, from, sizeof read); whole = (int64_t)read; break; }
#define READ_REAL(NAME, TYPE) case NAME: { TYPE read; memcpy(&read, from, sizeof read); value = read; is_whole = 0; break; }
#define READ_PAIR(NAME, TYPE) case NAME: { TYPE read[2]; memcpy(read, from, sizeof read); value = read[0]; imaginary = read[1]; is_whole = 0; break; }
    switch (from_type) {
    READ(I8, int8_t) READ(U8, uint8_t) READ(BOOL, uint8_t) READ(I16, int16_t) READ(U16, uint16_t)
    READ(I32, int32_t) READ(U32, uint32_t) READ(I64, int64_t) READ(U64, uint64_t)
    READ_REAL(F32, float) READ_REAL(F64, double) READ_PAIR(C64, float) READ_PAIR(C128, double)
    case F16: { uint16_t read; memcpy(&read, from, 2); value = from_half(read); is_whole = 0; break; }
    case BF16: { uint32_t read = 0; float wide; memcpy((char *)&read + 2, from, 2); memcpy(&wide, &read, 4); value = wide; is_whole = 0; break; }
    }
    if (is_whole)
        value = from_type == U64 ? (double)(uint64_t)whole : (double)whole;
    else
        whole = (int64_t)value;
#define WRITE(NAME, TYPE) case NAME: { TYPE made = (TYPE)whole; memcpy(to, &made, sizeof made); break; }
#define WRITE_REAL(NAME, TYPE) case NAME: { TYPE made = (TYPE)value; memcpy(to, &made, sizeof made); break; }
#define WRITE_PAIR(NAME, TYPE) case NAME: { TYPE made[2] = {(TYPE)value, (TYPE)imaginary}; memcpy(to, made, sizeof made); break; }
    switch (to_type) {
    WRITE(I8, int8_t) WRITE(U8, uint8_t) WRITE(I16, int16_t) WRITE(U16, uint16_t)
    WRITE(I32, int32_t) WRITE(U32, uint32_t) WRITE(I64, int64_t) WRITE(U64, uint64_t)
    WRITE_REAL(F32, float) WRITE_REAL(F64, double) WRITE_PAIR(C64, float) WRITE_PAIR(C128, double)
    case BOOL: *to = is_whole ? whole != 0 : value != 0 || imaginary != 0; break;
    case F16: { uint16_t made = to_half((float)value); memcpy(to, &made, 2); break; }
    case BF16: { uint16_t made = to_bfloat((float)value); memcpy(to, &made, 2); break; }
    }
}

static void run(const struct tensor *to, const struct tensor *from, int at, char *out, const char *in)
{
    size_t wide_to = size_of(to->type), wide_from = size_of(from->type);
    int64_t step_to, step_from;
    int behind = at - (to->count - from->count); /* dimensions are matched from the last on */
    if (at == to->count) {
        if (to->type == from->type)
            memcpy(out, in, wide_to);
        else
            cast(out, to->type, in, from->type);
        return;
    }
    step_to = to->strides[at] * (int64_t)wide_to;
    step_from = behind < 0 || from->sizes[behind] == 1 ? 0 : from->strides[behind] * (int64_t)wide_from;
    if (at == to->count - 1 && to->type == from->type && step_to == (int64_t)wide_to && step_from == step_to) {
        memmove(out, in, (size_t)to->sizes[at] * wide_to);
        return;
    }
    for (int64_t i = 0; i < to->sizes[at]; i++)
        run(to, from, at + 1, out + i * step_to, in + i * step_from);
}

static int prepare(struct tensor *to, struct tensor *from, uint64_t *room, struct executor **out)
{
    if (to == NULL || from == NULL)
        return UNKNOWN_TYPE;
    *room = 0;
    *out = malloc(sizeof **out);
    (*out)->to = *to;
    (*out)->from = *from;
    return 0;
}

static int execute(struct executor *executor, const char *name)
{
    int code = emu_kernel(emu_device_of(executor->to.at), name);
    if (code == 0)
        run(&executor->to, &executor->from, 0, executor->to.at, executor->from.at);
    free(executor);
    return code;
}

int aclnnInplaceCopyGetWorkspaceSize(struct tensor *to, struct tensor *from, uint64_t *room, struct executor **out)
{
    return prepare(to, from, room, out);
}

int aclnnInplaceCopy(void *room, uint64_t size, struct executor *executor, void *stream)
{
    (void)room, (void)size, (void)stream;
    return execute(executor, "aclnnInplaceCopy");
}

int aclnnCastGetWorkspaceSize(struct tensor *from, int type, struct tensor *to, uint64_t *room, struct executor **out)
{
    (void)type; /* `to` has it */
    return prepare(to, from, room, out);
}

int aclnnCast(void *room, uint64_t size, struct executor *executor, void *stream)
{
    (void)room, (void)size, (void)stream;
    return execute(executor, "aclnnCast");
}
