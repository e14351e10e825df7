/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the JMH benchmarks of one class. */
final class Jmh {
    /** The system property that tells the measured process where the test files are. */
    static final String DIRECTORY = "bench.directory";

    private Jmh() {}

    /**
     * The least scores, by the name of the method, in the unit that its class chose: what else the machine does can only lengthen
     * a run.
     */
    static Map<String, Double> run(Class<?> benchmarks, Path directory) throws RunnerException {
        Map<String, Double> scores = new TreeMap<>();
        for (RunResult result : new Runner(new OptionsBuilder()
                        .include(benchmarks.getName() + "\\..*")
                        .jvmArgsAppend("-Xmx1g", "-D" + DIRECTORY + "=" + directory)
                        .shouldFailOnError(true)
                        .build())
                .run()) {
            scores.put(
                    result.getPrimaryResult().getLabel(),
                    result.getPrimaryResult().getStatistics().getMin());
        }
        return scores;
    }

    /** Where the test files are, in the measured process. */
    static Path directory() {
        return Path.of(System.getProperty(DIRECTORY));
    }
}
