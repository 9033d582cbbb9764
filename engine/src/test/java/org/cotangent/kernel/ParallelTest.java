package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every block runs once, whoever runs it, and what goes wrong in one reaches the caller. */
class ParallelTest {
    private int before;

    @BeforeEach
    void remember() {
        before = Parallel.threads();
    }

    @AfterEach
    void restore() {
        Parallel.setThreads(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void everyBlockRunsOnce(int threads) {
        Parallel.setThreads(threads);
        assertEquals(threads, Parallel.threads());
        for (int blocks : new int[] {0, 1, 2, 3, 7, 64, 1000}) {
            for (int repeat = 0; repeat < 50; repeat++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(blocks);
                Parallel.forBlocks(blocks, runs::incrementAndGet);
                for (int block = 0; block < blocks; block++) {
                    assertEquals(1, runs.get(block), "block " + block + " of " + blocks);
                }
            }
        }
    }

    @Test
    void twoThreadsWorkAtOnce() {
        Parallel.setThreads(2);
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Parallel.forBlocks(2, block -> {
            workers.add(Thread.currentThread());
            both.countDown();
            await(both); // returns only when the other block has begun too
        });
        assertEquals(2, workers.size());
        assertTrue(workers.contains(Thread.currentThread()), "the caller takes part");
        workers.remove(Thread.currentThread());
        assertTrue(workers.iterator().next().isDaemon(), "a worker does not keep the process alive");
    }

    @Test
    void workersWakeUpAfterTheyParked() throws InterruptedException {
        Parallel.setThreads(2);
        for (int repeat = 0; repeat < 3; repeat++) {
            twoThreadsWorkAtOnce();
            Thread.sleep(20); // far longer than a worker spins
        }
    }

    @Test
    void oneThreadStaysOnTheCaller() {
        Parallel.setThreads(1);
        List<Integer> order = new ArrayList<>();
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Parallel.forBlocks(5, block -> {
            order.add(block);
            workers.add(Thread.currentThread());
        });
        assertEquals(List.of(0, 1, 2, 3, 4), order);
        assertEquals(Set.of(Thread.currentThread()), workers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void anExceptionReachesTheCaller(int threads) {
        Parallel.setThreads(threads);
        IllegalStateException thrown = new IllegalStateException("block 3");
        for (int repeat = 0; repeat < 20; repeat++) {
            assertSame(
                    thrown,
                    assertThrows(
                            IllegalStateException.class,
                            () -> Parallel.forBlocks(8, block -> {
                                if (block == 3) {
                                    throw thrown;
                                }
                            })));
        }
        everyBlockRunsOnce(threads); // and the pool works on
    }

    @Test
    void anErrorOfAWorkerReachesTheCaller() {
        Parallel.setThreads(2);
        Thread caller = Thread.currentThread();
        CountDownLatch both = new CountDownLatch(2);
        AssertionError error = new AssertionError("from the worker");
        assertSame(
                error,
                assertThrows(
                        AssertionError.class,
                        () -> Parallel.forBlocks(2, block -> {
                            both.countDown();
                            await(both);
                            if (Thread.currentThread() != caller) {
                                throw error;
                            }
                        })));
    }

    @Test
    void aCallFromInsideABlockStaysOnItsThread() {
        Parallel.setThreads(3);
        AtomicIntegerArray runs = new AtomicIntegerArray(12 * 9);
        Parallel.forBlocks(12, outer -> {
            Thread here = Thread.currentThread();
            Parallel.forBlocks(9, inner -> {
                assertSame(here, Thread.currentThread());
                runs.incrementAndGet(outer * 9 + inner);
            });
        });
        for (int i = 0; i < runs.length(); i++) {
            assertEquals(1, runs.get(i));
        }
    }

    @Test
    void manyCallersAtOnceGetTheirOwnBlocks() throws InterruptedException {
        Parallel.setThreads(2);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread caller = new Thread(() -> {
                for (int repeat = 0; repeat < 200; repeat++) {
                    AtomicIntegerArray runs = new AtomicIntegerArray(17);
                    Parallel.forBlocks(17, runs::incrementAndGet);
                    for (int block = 0; block < 17; block++) {
                        assertEquals(1, runs.get(block));
                    }
                }
            });
            caller.setUncaughtExceptionHandler((thread, thrown) -> failures.add(thrown));
            callers.add(caller);
            caller.start();
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void theNumberOfThreadsMayChangeWhileWorkIsUnderWay() {
        Parallel.setThreads(2);
        AtomicIntegerArray runs = new AtomicIntegerArray(6);
        Parallel.forBlocks(6, block -> {
            Parallel.setThreads(block % 3 + 1);
            runs.incrementAndGet(block);
        });
        for (int block = 0; block < 6; block++) {
            assertEquals(1, runs.get(block));
        }
    }

    @Test
    void noThreadsAreRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Parallel.setThreads(0));
        assertEquals("0 threads: the caller is one of them. Try: 1 to keep all work on the caller", e.getMessage());
        assertEquals(before, Parallel.threads());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS), "the other block never began");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aThreadThatIsAloneDoesAllBlocksItself() throws InterruptedException {
        Parallel.setThreads(4);
        Set<Thread> seen = ConcurrentHashMap.newKeySet();
        Thread alone = new Parallel.Alone("alone", () -> Parallel.forBlocks(100, block -> seen.add(Thread.currentThread())));
        alone.start();
        alone.join();
        assertEquals(Set.of(alone), seen);
    }
}
