/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runner of the JMH benchmarks of one class. */
final class Jmh {
    /** System property with the directory of the test files, for the measured process. */
    static final String DIRECTORY = "bench.directory";

    private Jmh() {}

    /** Returns the lowest scores by method name, in the unit of the class: other load on the machine can only lengthen a run. */
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

    /** Returns the directory of the test files, in the measured process. */
    static Path directory() {
        return Path.of(System.getProperty(DIRECTORY));
    }
}
