/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;

/** Benchmark of reading settings, as each start of an adapter or of the command does. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SettingsBenchmark {
    private static final String MAIN_CF = "bench-main.cf";

    static List<Figure> measure(Path directory) throws Exception {
        Files.writeString(directory.resolve(MAIN_CF), """
                compatibility_level = 3.6
                myhostname = mail.example.com
                mydestination = $myhostname, localhost.$mydomain, localhost
                mynetworks = 127.0.0.0/8 [::1]/128
                relayhost = [relay.example.com]:587
                smtp_tls_security_level = may
                smtp_sasl_auth_enable = yes
                smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd
                smtp_connect_timeout = 20s
                smtp_helo_name = $myhostname
                smtpd_recipient_restrictions = permit_mynetworks,
                    reject_unauth_destination
                minimal_backoff_time = ${stress?{600s}:{300s}}
                """);
        Map<String, Double> scores = Jmh.run(SettingsBenchmark.class, directory);
        int rows = Catalog.rows().size();
        return List.of(
                new Figure("start-up: " + rows + " rows and a main.cf, fresh JVM", scores.get("startUp") / 1000, "ms")
                        .goal(150),
                new Figure("a main.cf over the rows, warm", scores.get("readAgain"), "us"));
    }

    /**
     * Reads settings for the first time in a process: loads classes, makes the catalog's rows, reads a file, checks all
     * values.
     */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Fork(10)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public Settings startUp() {
        return Catalog.settings(MainCf.read(Jmh.directory().resolve(MAIN_CF)));
    }

    /** Reads settings in a warm JVM. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Fork(1)
    @Warmup(iterations = 3, time = 1)
    @Measurement(iterations = 5, time = 1)
    public Settings readAgain() {
        return Catalog.settings(MainCf.read(Jmh.directory().resolve(MAIN_CF)));
    }
}
