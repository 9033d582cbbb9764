// Runs the kernels on the CPU: their text is included as plain C, and the threads of a block take turns. In a kernel that waits
// with __syncthreads each thread is a context of its own, which hands over at every wait.
//
//   gcc -shared -fPIC -O1 -ffp-contract=off -fwrapv -fno-strict-aliasing -DKERNELS='"kernels.cu"' launch.c -o kernels.so -lm -ldl
//
// int cotangent_launch(const char *entry, int grid, int block, void **parameters) gives 0, or 1 when there is no such kernel.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

static struct { unsigned x; } threadIdx, blockIdx, blockDim, gridDim;

#define MOST_THREADS 1024
#define STACK (64 * 1024)

static ucontext_t threads[MOST_THREADS], launcher;
static jmp_buf waiting[MOST_THREADS], turn; // swapcontext would ask the kernel for the signal mask at every wait
static int started[MOST_THREADS], finished[MOST_THREADS];
static char *stacks;

static void __syncthreads(void) {
    unsigned self = threadIdx.x;
    if (!_setjmp(waiting[self])) {
        _longjmp(turn, 1);
    }
    threadIdx.x = self;
}

// How a kernel of each kind takes its parameters from the list that a launch gives, and whether its threads wait for each other.
#define AS(type, i) (*(type *) p[i])
#define CALL(kernel, wait, ...)                                      \
    const int waits_##kernel = wait;                                 \
    void call_##kernel(void **p) { kernel(__VA_ARGS__); }
#define MAPS AS(long long, 0), AS(void *, 1), AS(Axes, 2), AS(In, 3)
#define CALL_map1(kernel) CALL(kernel, 0, MAPS)
#define CALL_map2(kernel) CALL(kernel, 0, MAPS, AS(In, 4))
#define CALL_map3(kernel) CALL(kernel, 0, MAPS, AS(In, 4), AS(In, 5))
#define CALL_map4(kernel) CALL(kernel, 0, MAPS, AS(In, 4), AS(In, 5), AS(In, 6))
#define CALL_map5(kernel) CALL(kernel, 0, MAPS, AS(In, 4), AS(In, 5), AS(In, 6), AS(In, 7))
#define CALL_map6(kernel) CALL(kernel, 0, MAPS, AS(In, 4), AS(In, 5), AS(In, 6), AS(In, 7), AS(In, 8))
#define CALL_map7(kernel) CALL(kernel, 0, MAPS, AS(In, 4), AS(In, 5), AS(In, 6), AS(In, 7), AS(In, 8), AS(In, 9))
#define CALL_map8(kernel) \
    CALL(kernel, 0, MAPS, AS(In, 4), AS(In, 5), AS(In, 6), AS(In, 7), AS(In, 8), AS(In, 9), AS(In, 10))
#define CALL_update(kernel) CALL(kernel, 0, AS(long long, 0), AS(Update, 1))
#define CALL_copy(kernel) CALL(kernel, 0, AS(long long, 0), AS(In, 1), AS(Axes, 2), AS(In, 3))
#define CALL_fold(kernel)                                                                                  \
    CALL(kernel, 1, AS(long long, 0), AS(long long, 1), AS(long long, 2), AS(long long, 3), AS(void *, 4), \
         AS(void *, 5))
#define CALL_arg(kernel) \
    CALL(kernel, 1, AS(long long, 0), AS(long long, 1), AS(long long, 2), AS(void *, 3), AS(long long *, 4))
#define CALL_gather(kernel)                                                                                        \
    CALL(kernel, 0, AS(long long, 0), AS(void *, 1), AS(Axes, 2), AS(In, 3), AS(int, 4), AS(long long, 5), AS(In, 6), \
         AS(int *, 7))
#define CALL_scatter(kernel)                                                                                       \
    CALL(kernel, 0, AS(long long, 0), AS(In, 1), AS(int, 2), AS(long long, 3), AS(Axes, 4), AS(In, 5), AS(In, 6),  \
         AS(int *, 7))
#define CALL_softmax(kernel) CALL(kernel, 1, AS(long long, 0), AS(long long, 1), AS(void *, 2), AS(void *, 3))
#define CALLER(kind, kernel) CALL_##kind(kernel)

#include KERNELS

typedef void (*call)(void **);

static call called;
static void **given;

static void one_thread(void) {
    unsigned self = threadIdx.x;
    called(given);
    finished[self] = 1;
    _longjmp(turn, 1);
}

// Lets a thread run until it waits or ends.
static void resume(unsigned t) {
    threadIdx.x = t;
    if (_setjmp(turn)) {
        return;
    }
    if (started[t]) {
        _longjmp(waiting[t], 1);
    }
    started[t] = 1;
    swapcontext(&launcher, &threads[t]);
}

static void waiting_block(unsigned block) {
    for (unsigned t = 0; t < block; t++) {
        getcontext(&threads[t]);
        threads[t].uc_stack.ss_sp = stacks + (size_t) t * STACK;
        threads[t].uc_stack.ss_size = STACK;
        threads[t].uc_link = &launcher;
        makecontext(&threads[t], one_thread, 0);
        started[t] = 0;
        finished[t] = 0;
    }
    for (int running = 1; running;) { // from one wait of all threads to the next
        running = 0;
        int done = 0;
        for (unsigned t = 0; t < block; t++) {
            if (!finished[t]) {
                resume(t);
                running = 1;
            }
            done += finished[t];
        }
        if (done > 0 && done < (int) block) {
            fprintf(stderr, "%d of %u threads ended while others wait in __syncthreads\n", done, block);
            abort();
        }
    }
}

int cotangent_launch(const char *entry, int grid, int block, void **parameters) {
    char name[256];
    snprintf(name, sizeof name, "call_%s", entry);
    Dl_info self;
    if (block < 1 || block > MOST_THREADS || !dladdr((void *) cotangent_launch, &self)) {
        return 1;
    }
    void *library = dlopen(self.dli_fname, RTLD_NOW | RTLD_NOLOAD);
    called = (call) dlsym(library, name);
    snprintf(name, sizeof name, "waits_%s", entry);
    const int *waits = dlsym(library, name);
    dlclose(library);
    if (called == 0 || waits == 0) {
        return 1;
    }
    given = parameters;
    gridDim.x = grid;
    blockDim.x = block;
    if (stacks == 0) {
        stacks = malloc((size_t) MOST_THREADS * STACK);
    }
    for (unsigned b = 0; b < gridDim.x; b++) {
        blockIdx.x = b;
        if (*waits) {
            waiting_block(block);
        } else {
            for (unsigned t = 0; t < blockDim.x; t++) {
                threadIdx.x = t;
                called(parameters);
            }
        }
    }
    return 0;
}
