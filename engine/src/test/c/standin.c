// Stands in for libcudart, libcublas and libcuda on a machine without a GPU: the same symbols, with device memory on the heap.
// It checks what the real libraries leave to the caller: handles, kinds and bounds of copies, leading dimensions, double frees,
// writes beyond a block, leaks; and it fails any call on demand. What it finds wrong stands in standin_complaints().
//
//   gcc -shared -fPIC -O1 ... -DKERNELS='"kernels.cu"' standin.c launch.c -o libstandin.so -lm -ldl
//
// Work on a stream is done at once. New memory is full of 0xff, which is NaN for numbers, so nothing rests on zeros.

#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cotangent_launch(const char *entry, int grid, int block, void **parameters);

// ---- what tests set and ask --------------------------------------------------------------------------------------------------

static long runtime_version = 13000, driver_version = 13000, cublas_version = 130002, devices = 1;
static long limit = 1L << 40; // bytes of device memory
static int lost;              // a code that every call returns from now on

static char complaints[1 << 14];

static void complain(const char *format, ...) {
    size_t used = strlen(complaints);
    va_list rest;
    va_start(rest, format);
    if (used + 300 < sizeof complaints) {
        vsnprintf(complaints + used, 300, format, rest);
        strcat(complaints, "\n");
    }
    va_end(rest);
}

#define MOST 256
static struct { char name[64]; long calls, fail_at; int code; } functions[MOST];

static int named(const char *name) {
    int i = 0;
    while (functions[i].name[0] && strcmp(functions[i].name, name)) {
        i++;
    }
    strncpy(functions[i].name, name, 63);
    return i;
}

// Counts a call, and says what it must fail with, or 0.
static int entered(const char *name) {
    int i = named(name);
    functions[i].calls++;
    if (lost) {
        return lost;
    }
    return functions[i].fail_at == functions[i].calls ? functions[i].code : 0;
}

#define ENTER(name)                       \
    do {                                  \
        int wrong_ = entered(name);       \
        if (wrong_) {                     \
            return wrong_;                \
        }                                 \
    } while (0)

// Lets the nth call from now of a function return a code.
void standin_fail(const char *name, long nth, int code) {
    int i = named(name);
    functions[i].fail_at = functions[i].calls + nth;
    functions[i].code = code;
}

long standin_calls(const char *name) { return functions[named(name)].calls; }

void standin_lose(int code) { lost = code; }

void standin_set(const char *what, long value) {
    if (!strcmp(what, "runtimeVersion")) runtime_version = value;
    else if (!strcmp(what, "driverVersion")) driver_version = value;
    else if (!strcmp(what, "cublasVersion")) cublas_version = value;
    else if (!strcmp(what, "devices")) devices = value;
    else if (!strcmp(what, "memory")) limit = value;
    else complain("nothing is called %s", what);
}

const char *standin_complaints(void) { return complaints; }

// ---- things that are made and destroyed ---------------------------------------------------------------------------------------

enum kind { DEVICE_MEMORY, PINNED_MEMORY, STREAM, EVENT, HANDLE, MODULE, FUNCTION, CONTEXT, KINDS };
static const char *kind_names[] = {"device memory", "pinned memory", "stream", "event", "handle", "module", "function",
                                   "context"};

struct thing {
    enum kind kind;
    unsigned char *at; // its address, as the caller knows it
    size_t size;
    char *text;
    long references;
    struct thing *module, *next;
};

static struct thing *things;
static size_t in_use;

#define GUARD 64
#define GUARD_BYTE 0xa5

static struct thing *find(enum kind kind, const void *at) {
    for (struct thing *each = things; each; each = each->next) {
        if (each->kind == kind && each->at == at) {
            return each;
        }
    }
    return 0;
}

// The block of a kind that holds a whole range; 0 when none does.
static struct thing *holding(enum kind kind, const void *from, size_t size) {
    const unsigned char *first = from;
    for (struct thing *each = things; each; each = each->next) {
        if (each->kind == kind && first >= each->at && first + size <= each->at + each->size) {
            return each;
        }
    }
    return 0;
}

static void check_guards(struct thing *block) {
    for (int i = 0; i < GUARD; i++) {
        if (block->at[-1 - i] != GUARD_BYTE || block->at[block->size + i] != GUARD_BYTE) {
            complain("something wrote beyond a block of %zu bytes", block->size);
            return;
        }
    }
}

static void *make(enum kind kind, size_t size) {
    struct thing *made = calloc(1, sizeof *made);
    unsigned char *whole = malloc(size + 2 * GUARD);
    memset(whole, GUARD_BYTE, size + 2 * GUARD);
    memset(whole + GUARD, 0xff, size);
    made->kind = kind;
    made->at = whole + GUARD;
    made->size = size;
    made->references = 1;
    made->next = things;
    things = made;
    return made->at;
}

static int destroy(enum kind kind, const void *at) {
    for (struct thing **each = &things; *each; each = &(*each)->next) {
        struct thing *found = *each;
        if (found->kind == kind && found->at == at) {
            check_guards(found);
            *each = found->next;
            memset(found->at, 0xdd, found->size); // a use after this is no use
            free(found->at - GUARD);
            free(found->text);
            free(found);
            return 1;
        }
    }
    complain("%p is no %s, or no more", at, kind_names[kind]);
    return 0;
}

// How many things of a kind there are now: "device memory" counts blocks.
long standin_live(const char *what) {
    long count = 0;
    for (struct thing *each = things; each; each = each->next) {
        count += !strcmp(kind_names[each->kind], what);
    }
    return count;
}

long standin_bytes(void) { return (long) in_use; }

// Back to the beginning, except for what is alive.
void standin_reset(void) {
    runtime_version = driver_version = 13000;
    cublas_version = 130002;
    devices = 1;
    limit = 1L << 40;
    lost = 0;
    memset(functions, 0, sizeof functions);
    complaints[0] = 0;
}

static void check_all_guards(void) {
    for (struct thing *each = things; each; each = each->next) {
        check_guards(each);
    }
}

// ---- cudart -------------------------------------------------------------------------------------------------------------------

enum { cudaErrorInvalidValue = 1, cudaErrorMemoryAllocation = 2, cudaErrorInvalidMemcpyDirection = 21,
       cudaErrorInvalidDevice = 101, cudaErrorInvalidResourceHandle = 400 };

static __thread int current_device = -1;
static __thread void *current_context;

const char *cudaGetErrorName(int error) {
    switch (error) {
        case 0: return "cudaSuccess";
        case 1: return "cudaErrorInvalidValue";
        case 2: return "cudaErrorMemoryAllocation";
        case 3: return "cudaErrorInitializationError";
        case 21: return "cudaErrorInvalidMemcpyDirection";
        case 35: return "cudaErrorInsufficientDriver";
        case 46: return "cudaErrorDevicesUnavailable";
        case 100: return "cudaErrorNoDevice";
        case 101: return "cudaErrorInvalidDevice";
        case 400: return "cudaErrorInvalidResourceHandle";
        case 700: return "cudaErrorIllegalAddress";
        case 719: return "cudaErrorLaunchFailure";
        default: return "cudaErrorUnknown";
    }
}

int cudaGetLastError(void) { return lost; }

int cudaRuntimeGetVersion(int *version) {
    ENTER("cudaRuntimeGetVersion");
    *version = (int) runtime_version;
    return 0;
}

int cudaDriverGetVersion(int *version) {
    ENTER("cudaDriverGetVersion");
    *version = (int) driver_version;
    return 0;
}

int cudaGetDeviceCount(int *count) {
    ENTER("cudaGetDeviceCount");
    *count = (int) devices;
    return devices ? 0 : 100;
}

int cudaSetDevice(int device) {
    ENTER("cudaSetDevice");
    if (device < 0 || device >= devices) {
        return cudaErrorInvalidDevice;
    }
    current_device = device;
    return 0;
}

int cudaDeviceGetAttribute(int *value, int attribute, int device) {
    ENTER("cudaDeviceGetAttribute");
    if (device < 0 || device >= devices) {
        return cudaErrorInvalidDevice;
    }
    *value = attribute == 75 ? 9 : attribute == 76 ? 0 : attribute == 16 ? 4 : -1;
    return *value < 0 ? cudaErrorInvalidValue : 0;
}

int cudaMalloc(void **address, size_t size) {
    ENTER("cudaMalloc");
    if (current_device < 0) {
        complain("cudaMalloc on a thread without a device");
    }
    if ((long) (in_use + size) > limit) {
        return cudaErrorMemoryAllocation;
    }
    in_use += size;
    *address = make(DEVICE_MEMORY, size);
    return 0;
}

int cudaFree(void *address) {
    ENTER("cudaFree");
    struct thing *block = find(DEVICE_MEMORY, address);
    size_t size = block ? block->size : 0;
    if (!destroy(DEVICE_MEMORY, address)) {
        return cudaErrorInvalidValue;
    }
    in_use -= size;
    return 0;
}

int cudaMallocHost(void **address, size_t size) {
    ENTER("cudaMallocHost");
    *address = make(PINNED_MEMORY, size);
    return 0;
}

int cudaFreeHost(void *address) {
    ENTER("cudaFreeHost");
    return destroy(PINNED_MEMORY, address) ? 0 : cudaErrorInvalidValue;
}

int cudaMemGetInfo(size_t *free_, size_t *total) {
    ENTER("cudaMemGetInfo");
    *total = limit;
    *free_ = limit - in_use;
    return 0;
}

int cudaMemcpyAsync(void *into, const void *from, size_t count, int kind, void *stream) {
    ENTER("cudaMemcpyAsync");
    if (!find(STREAM, stream)) {
        return cudaErrorInvalidResourceHandle;
    }
    enum kind source = kind == 1 ? PINNED_MEMORY : DEVICE_MEMORY;
    enum kind target = kind == 2 ? PINNED_MEMORY : DEVICE_MEMORY;
    if (kind < 1 || kind > 3) {
        return cudaErrorInvalidMemcpyDirection;
    }
    if (!holding(source, from, count) || !holding(target, into, count)) {
        complain("a copy of %zu bytes of kind %d from or to what is no %s, no %s, or too short", count, kind,
                 kind_names[source], kind_names[target]);
        return cudaErrorInvalidValue;
    }
    memmove(into, from, count);
    return 0;
}

int cudaMemsetAsync(void *address, int value, size_t count, void *stream) {
    ENTER("cudaMemsetAsync");
    if (!find(STREAM, stream)) {
        return cudaErrorInvalidResourceHandle;
    }
    if (!holding(DEVICE_MEMORY, address, count)) {
        complain("a fill of %zu bytes of no device memory", count);
        return cudaErrorInvalidValue;
    }
    memset(address, value, count);
    return 0;
}

int cudaStreamCreateWithFlags(void **stream, unsigned flags) {
    ENTER("cudaStreamCreateWithFlags");
    if (flags > 1) {
        return cudaErrorInvalidValue;
    }
    *stream = make(STREAM, 1);
    return 0;
}

int cudaStreamSynchronize(void *stream) {
    ENTER("cudaStreamSynchronize");
    check_all_guards();
    return find(STREAM, stream) ? 0 : cudaErrorInvalidResourceHandle;
}

int cudaStreamDestroy(void *stream) {
    ENTER("cudaStreamDestroy");
    return destroy(STREAM, stream) ? 0 : cudaErrorInvalidResourceHandle;
}

int cudaEventCreateWithFlags(void **event, unsigned flags) {
    ENTER("cudaEventCreateWithFlags");
    if (flags > 7) {
        return cudaErrorInvalidValue;
    }
    *event = make(EVENT, 1);
    return 0;
}

int cudaEventRecord(void *event, void *stream) {
    ENTER("cudaEventRecord");
    return find(EVENT, event) && find(STREAM, stream) ? 0 : cudaErrorInvalidResourceHandle;
}

int cudaEventSynchronize(void *event) {
    ENTER("cudaEventSynchronize");
    return find(EVENT, event) ? 0 : cudaErrorInvalidResourceHandle;
}

int cudaEventDestroy(void *event) {
    ENTER("cudaEventDestroy");
    return destroy(EVENT, event) ? 0 : cudaErrorInvalidResourceHandle;
}

// ---- the driver ---------------------------------------------------------------------------------------------------------------

enum { CUDA_ERROR_INVALID_VALUE = 1, CUDA_ERROR_NOT_INITIALIZED = 3, CUDA_ERROR_INVALID_DEVICE = 101,
       CUDA_ERROR_INVALID_CONTEXT = 201, CUDA_ERROR_INVALID_IMAGE = 200, CUDA_ERROR_INVALID_HANDLE = 400,
       CUDA_ERROR_NOT_FOUND = 500 };

static int initialized;

int cuGetErrorName(int error, const char **name) {
    switch (error) {
        case 1: *name = "CUDA_ERROR_INVALID_VALUE"; return 0;
        case 2: *name = "CUDA_ERROR_OUT_OF_MEMORY"; return 0;
        case 3: *name = "CUDA_ERROR_NOT_INITIALIZED"; return 0;
        case 100: *name = "CUDA_ERROR_NO_DEVICE"; return 0;
        case 101: *name = "CUDA_ERROR_INVALID_DEVICE"; return 0;
        case 200: *name = "CUDA_ERROR_INVALID_IMAGE"; return 0;
        case 201: *name = "CUDA_ERROR_INVALID_CONTEXT"; return 0;
        case 218: *name = "CUDA_ERROR_INVALID_PTX"; return 0;
        case 400: *name = "CUDA_ERROR_INVALID_HANDLE"; return 0;
        case 500: *name = "CUDA_ERROR_NOT_FOUND"; return 0;
        case 700: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; return 0;
        case 719: *name = "CUDA_ERROR_LAUNCH_FAILED"; return 0;
        default: *name = 0; return CUDA_ERROR_INVALID_VALUE;
    }
}

int cuInit(unsigned flags) {
    ENTER("cuInit");
    initialized = 1;
    return flags ? CUDA_ERROR_INVALID_VALUE : 0;
}

int cuDeviceGet(int *device, int ordinal) {
    ENTER("cuDeviceGet");
    if (!initialized) {
        return CUDA_ERROR_NOT_INITIALIZED;
    }
    *device = ordinal;
    return ordinal < 0 || ordinal >= devices ? CUDA_ERROR_INVALID_DEVICE : 0;
}

int cuDeviceGetName(char *name, int length, int device) {
    ENTER("cuDeviceGetName");
    snprintf(name, length, "Stand-in %d", device);
    return 0;
}

int cuDevicePrimaryCtxRetain(void **context, int device) {
    ENTER("cuDevicePrimaryCtxRetain");
    (void) device;
    *context = make(CONTEXT, 1);
    return 0;
}

int cuDevicePrimaryCtxRelease_v2(int device) {
    ENTER("cuDevicePrimaryCtxRelease_v2");
    (void) device;
    for (struct thing *each = things; each; each = each->next) {
        if (each->kind == CONTEXT) {
            return destroy(CONTEXT, each->at) ? 0 : CUDA_ERROR_INVALID_CONTEXT;
        }
    }
    complain("a context was released that nobody holds");
    return CUDA_ERROR_INVALID_CONTEXT;
}

int cuCtxSetCurrent(void *context) {
    ENTER("cuCtxSetCurrent");
    if (!find(CONTEXT, context)) {
        return CUDA_ERROR_INVALID_CONTEXT;
    }
    current_context = context;
    return 0;
}

int cuCtxGetCurrent(void **context) {
    ENTER("cuCtxGetCurrent");
    *context = current_context;
    return 0;
}

int cuModuleLoadData(void **module, const void *image) {
    ENTER("cuModuleLoadData");
    if (!find(CONTEXT, current_context)) {
        return CUDA_ERROR_INVALID_CONTEXT;
    }
    if (!strstr(image, ".version") || !strstr(image, ".entry")) {
        return CUDA_ERROR_INVALID_IMAGE;
    }
    *module = make(MODULE, 1);
    find(MODULE, *module)->text = strdup(image);
    return 0;
}

int cuModuleUnload(void *module) {
    ENTER("cuModuleUnload");
    struct thing *found = find(MODULE, module);
    if (!found) {
        complain("%p is no module, or no more", module);
        return CUDA_ERROR_INVALID_HANDLE;
    }
    for (struct thing *each = things, *next; each; each = next) { // its functions go with it
        next = each->next;
        if (each->kind == FUNCTION && each->module == found) {
            destroy(FUNCTION, each->at);
        }
    }
    destroy(MODULE, module);
    return 0;
}

int cuModuleGetFunction(void **function, void *module, const char *name) {
    ENTER("cuModuleGetFunction");
    struct thing *found = find(MODULE, module);
    char entry[512];
    snprintf(entry, sizeof entry, ".entry %s(", name);
    if (!found) {
        return CUDA_ERROR_INVALID_HANDLE;
    }
    if (!strstr(found->text, entry)) {
        return CUDA_ERROR_NOT_FOUND;
    }
    *function = make(FUNCTION, 1);
    struct thing *made = find(FUNCTION, *function);
    made->text = strdup(name);
    made->module = found;
    return 0;
}

int cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared,
                   void *stream, void **parameters, void **extra) {
    ENTER("cuLaunchKernel");
    struct thing *found = find(FUNCTION, function);
    if (!find(CONTEXT, current_context)) {
        return CUDA_ERROR_INVALID_CONTEXT;
    }
    if (!found || !find(STREAM, stream)) {
        return CUDA_ERROR_INVALID_HANDLE;
    }
    if (!gx || gy != 1 || gz != 1 || !bx || bx > 1024 || by != 1 || bz != 1 || shared || extra) {
        return CUDA_ERROR_INVALID_VALUE;
    }
    if (cotangent_launch(found->text, (int) gx, (int) bx, parameters)) {
        complain("the stand-in has no kernel %s", found->text);
        return CUDA_ERROR_NOT_FOUND;
    }
    return 0;
}

// ---- cuBLAS -------------------------------------------------------------------------------------------------------------------

enum { CUBLAS_STATUS_NOT_INITIALIZED = 1, CUBLAS_STATUS_INVALID_VALUE = 7, CUBLAS_STATUS_EXECUTION_FAILED = 13 };

static void *blas_stream;
static int math_mode = -1;

// What cublasSetMathMode was last given.
int standin_math_mode(void) { return math_mode; }

int cublasCreate_v2(void **handle) {
    ENTER("cublasCreate_v2");
    *handle = make(HANDLE, 1);
    blas_stream = 0;
    return 0;
}

#define CHECK_HANDLE(handle)                      \
    if (!find(HANDLE, handle)) {                  \
        return CUBLAS_STATUS_NOT_INITIALIZED;     \
    }

int cublasDestroy_v2(void *handle) {
    ENTER("cublasDestroy_v2");
    return destroy(HANDLE, handle) ? 0 : CUBLAS_STATUS_NOT_INITIALIZED;
}

int cublasGetVersion_v2(void *handle, int *version) {
    ENTER("cublasGetVersion_v2");
    CHECK_HANDLE(handle)
    *version = (int) cublas_version;
    return 0;
}

int cublasSetStream_v2(void *handle, void *stream) {
    ENTER("cublasSetStream_v2");
    CHECK_HANDLE(handle)
    blas_stream = stream;
    return find(STREAM, stream) ? 0 : CUBLAS_STATUS_INVALID_VALUE;
}

int cublasSetMathMode(void *handle, int mode) {
    ENTER("cublasSetMathMode");
    CHECK_HANDLE(handle)
    math_mode = mode;
    return mode == 0 || mode == 2 || mode == 3 ? 0 : CUBLAS_STATUS_INVALID_VALUE;
}

// The elements from the first to the last of `lines` lines that are `leading` apart and `along` long.
static int is_matrix(const void *at, long along, long lines, long leading, size_t element, const char *what) {
    if (along == 0 || lines == 0) {
        return 1;
    }
    size_t bytes = ((size_t) (lines - 1) * leading + along) * element;
    if (!holding(DEVICE_MEMORY, at, bytes)) {
        complain("%s reaches beyond its block", what);
        return 0;
    }
    return 1;
}

static int max1(int a) { return a > 1 ? a : 1; }

#define BLAS(T, LETTER)                                                                                                        \
    static int LETTER##gemm(const char *name, void *handle, int ta, int tb, int m, int n, int k, const T *alpha, const T *A,  \
                            int lda, long long sa, const T *B, int ldb, long long sb, const T *beta, T *C, int ldc,          \
                            long long sc, int count) {                                                                         \
        ENTER(name);                                                                                                           \
        CHECK_HANDLE(handle)                                                                                                   \
        if (!blas_stream) {                                                                                                    \
            complain("%s runs on no stream of ours", name);                                                                    \
        }                                                                                                                      \
        if (ta < 0 || ta > 1 || tb < 0 || tb > 1 || m < 0 || n < 0 || k < 0 || count < 0 || lda < max1(ta ? k : m)             \
            || ldb < max1(tb ? n : k) || ldc < max1(m)) {                                                                      \
            return CUBLAS_STATUS_INVALID_VALUE;                                                                                \
        }                                                                                                                      \
        for (int i = 0; i < count; i++) {                                                                                      \
            const T *a = A + i * sa;                                                                                           \
            const T *b = B + i * sb;                                                                                           \
            T *c = C + i * sc;                                                                                                 \
            if (!is_matrix(a, ta ? k : m, ta ? m : k, lda, sizeof(T), "A")                                                     \
                || !is_matrix(b, tb ? n : k, tb ? k : n, ldb, sizeof(T), "B")                                                  \
                || !is_matrix(c, m, n, ldc, sizeof(T), "C")) {                                                                 \
                return CUBLAS_STATUS_EXECUTION_FAILED;                                                                         \
            }                                                                                                                  \
            for (int col = 0; col < n; col++) {                                                                                \
                for (int row = 0; row < m; row++) {                                                                            \
                    T sum = 0;                                                                                                 \
                    for (int p = 0; p < k; p++) {                                                                              \
                        sum += (ta ? a[p + (size_t) row * lda] : a[row + (size_t) p * lda])                                    \
                               * (tb ? b[col + (size_t) p * ldb] : b[p + (size_t) col * ldb]);                                 \
                    }                                                                                                          \
                    T *to = c + row + (size_t) col * ldc;                                                                      \
                    *to = *alpha * sum + (*beta == 0 ? 0 : *beta * *to);                                                       \
                }                                                                                                              \
            }                                                                                                                  \
        }                                                                                                                      \
        return 0;                                                                                                              \
    }                                                                                                                          \
    int cublas##LETTER##gemm_v2(void *handle, int ta, int tb, int m, int n, int k, const T *alpha, const T *A, int lda,        \
                                const T *B, int ldb, const T *beta, T *C, int ldc) {                                           \
        return LETTER##gemm("cublas" #LETTER "gemm_v2", handle, ta, tb, m, n, k, alpha, A, lda, 0, B, ldb, 0, beta, C, ldc, 0, \
                            1);                                                                                                \
    }                                                                                                                          \
    int cublas##LETTER##gemmStridedBatched(void *handle, int ta, int tb, int m, int n, int k, const T *alpha, const T *A,      \
                                           int lda, long long sa, const T *B, int ldb, long long sb, const T *beta, T *C,      \
                                           int ldc, long long sc, int count) {                                                 \
        return LETTER##gemm("cublas" #LETTER "gemmStridedBatched", handle, ta, tb, m, n, k, alpha, A, lda, sa, B, ldb, sb,     \
                            beta, C, ldc, sc, count);                                                                          \
    }                                                                                                                          \
    int cublas##LETTER##gemv_v2(void *handle, int t, int m, int n, const T *alpha, const T *A, int lda, const T *x, int incx,  \
                                const T *beta, T *y, int incy) {                                                               \
        ENTER("cublas" #LETTER "gemv_v2");                                                                                     \
        CHECK_HANDLE(handle)                                                                                                   \
        if (t < 0 || t > 1 || m < 0 || n < 0 || lda < max1(m) || incx == 0 || incy == 0) {                                     \
            return CUBLAS_STATUS_INVALID_VALUE;                                                                                \
        }                                                                                                                      \
        int in = t ? m : n;                                                                                                    \
        int out = t ? n : m;                                                                                                   \
        if (!is_matrix(A, m, n, lda, sizeof(T), "A") || !is_matrix(x, 1, in, incx, sizeof(T), "x")                             \
            || !is_matrix(y, 1, out, incy, sizeof(T), "y")) {                                                                  \
            return CUBLAS_STATUS_EXECUTION_FAILED;                                                                             \
        }                                                                                                                      \
        for (int i = 0; i < out; i++) {                                                                                        \
            T sum = 0;                                                                                                         \
            for (int j = 0; j < in; j++) {                                                                                     \
                sum += (t ? A[j + (size_t) i * lda] : A[i + (size_t) j * lda]) * x[(size_t) j * incx];                         \
            }                                                                                                                  \
            T *to = y + (size_t) i * incy;                                                                                     \
            *to = *alpha * sum + (*beta == 0 ? 0 : *beta * *to);                                                               \
        }                                                                                                                      \
        return 0;                                                                                                              \
    }                                                                                                                          \
    int cublas##LETTER##axpy_v2(void *handle, int n, const T *alpha, const T *x, int incx, T *y, int incy) {                   \
        ENTER("cublas" #LETTER "axpy_v2");                                                                                     \
        CHECK_HANDLE(handle)                                                                                                   \
        if (!is_matrix(x, 1, n, incx, sizeof(T), "x") || !is_matrix(y, 1, n, incy, sizeof(T), "y")) {                          \
            return CUBLAS_STATUS_EXECUTION_FAILED;                                                                             \
        }                                                                                                                      \
        for (int i = 0; i < n; i++) {                                                                                          \
            y[(size_t) i * incy] += *alpha * x[(size_t) i * incx];                                                             \
        }                                                                                                                      \
        return 0;                                                                                                              \
    }                                                                                                                          \
    int cublas##LETTER##dot_v2(void *handle, int n, const T *x, int incx, const T *y, int incy, T *result) {                   \
        ENTER("cublas" #LETTER "dot_v2");                                                                                      \
        CHECK_HANDLE(handle)                                                                                                   \
        if (!is_matrix(x, 1, n, incx, sizeof(T), "x") || !is_matrix(y, 1, n, incy, sizeof(T), "y")) {                          \
            return CUBLAS_STATUS_EXECUTION_FAILED;                                                                             \
        }                                                                                                                      \
        *result = 0;                                                                                                           \
        for (int i = 0; i < n; i++) {                                                                                          \
            *result += x[(size_t) i * incx] * y[(size_t) i * incy];                                                            \
        }                                                                                                                      \
        return 0;                                                                                                              \
    }                                                                                                                          \
    int cublas##LETTER##nrm2_v2(void *handle, int n, const T *x, int incx, T *result) {                                        \
        ENTER("cublas" #LETTER "nrm2_v2");                                                                                     \
        CHECK_HANDLE(handle)                                                                                                   \
        if (!is_matrix(x, 1, n, incx, sizeof(T), "x")) {                                                                       \
            return CUBLAS_STATUS_EXECUTION_FAILED;                                                                             \
        }                                                                                                                      \
        double sum = 0;                                                                                                        \
        for (int i = 0; i < n; i++) {                                                                                          \
            sum += (double) x[(size_t) i * incx] * x[(size_t) i * incx];                                                       \
        }                                                                                                                      \
        *result = (T) sqrt(sum);                                                                                               \
        return 0;                                                                                                              \
    }

BLAS(float, S)
BLAS(double, D)
