/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench.client;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/**
 * Process that runs one client: reads {@code PORT SIZE CONNECTIONS millis
 * messages N}, and answers with the number of messages sent, the time in nanoseconds, and the processor time of the whole process in nanoseconds, compiler and
 * garbage collector included.
 */
public final class Driver {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Driver() {}

    /**
     * Runs the process.
     *
     * @param arguments the name of a {@link Rival}
     */
    public static void main(String[] arguments) throws Exception {
        Rival rival = Rival.valueOf(arguments[0]);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(Figures.PREFIX + run(rival, line.split(" ", -1)));
            }
        }
        // ends the threads of Vert.x and of the pools
        System.exit(0);
    }

    private static Figures run(Rival rival, String[] words) throws Exception {
        Load load = rival.load();
        try {
            load.open(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            long amount = Long.parseLong(words[4]);
            Load.Budget budget = words[3].equals("millis") ? Load.Budget.millis(amount) : Load.Budget.messages(amount);
            long processor = SYSTEM.getProcessCpuTime();
            long began = System.nanoTime();
            long sent = load.run(budget);
            return new Figures(sent, System.nanoTime() - began, SYSTEM.getProcessCpuTime() - processor);
        } finally {
            load.end();
        }
    }
}
