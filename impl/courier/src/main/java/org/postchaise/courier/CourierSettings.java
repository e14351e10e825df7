/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.config.MainCf;
import org.postchaise.engine.config.Parameter;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.config.catalog.Notices;
import org.postchaise.engine.config.catalog.Queue;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.content.SizeLimit;
import org.postchaise.engine.content.outgoing.InternationalMail;
import org.postchaise.engine.log.DeliveryLog;
import org.postchaise.engine.log.LineLog;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.retry.RetrySchedule;

/**
 * Parameters of the courier: those of {@link Queue} and {@link Notices}, and those of this system that notices contain. The catalog's defaults are overridden
 * by the main.cf lines of the class path resource {@code postchaise.cf}, and these by the system properties {@code postchaise.<parameter>}, such as
 * {@code -Dpostchaise.minimal_backoff_time=1s}.
 *
 * <p>A bad value, and an unknown parameter among the system properties, stops the application's start with an error that names it; an unknown name in the
 * resource is logged as a warning, as in Postfix. System properties are ignored whose name after the prefix is not a main.cf name (lower case letters, digits,
 * underscores), or is {@code relayhost}, which is a parameter of the connection factory.
 */
@ApplicationScoped
public class CourierSettings {
    static final String RESOURCE = "postchaise.cf";
    static final String PREFIX = "postchaise.";

    /** Parameters set in the same way for the connection factory, and read by the server's set-up script. */
    private static final Set<String> FACTORYS = Set.of(SmtpClient.RELAYHOST.name());

    /** Parameters of this system that notices need, besides their own parameters. */
    private static final Set<String> SYSTEMS = Set.of(
            "myhostname",
            "mydomain",
            "myorigin",
            "append_at_myorigin",
            "append_dot_mydomain",
            "notify_classes",
            "smtputf8_autodetect_classes",
            "compatibility_level");

    private static final List<Parameter<?>> ROWS = Catalog.rows().stream()
            .filter(row -> Queue.rows().contains(row) || Notices.rows().contains(row) || SYSTEMS.contains(row.name()))
            .toList();

    private static final Duration NOTE_RESERVE = Duration.ofDays(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]+");

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    private Settings settings;
    private RetrySchedule schedule;
    private Bounces bounces;
    private Verp verp;
    private InternationalMail international;

    /** Reads the resource and the system properties. */
    @PostConstruct
    void load() {
        use(read(resourceLines(), System.getProperties()));
    }

    /** No-op. Makes CDI create the bean, which fails for bad settings. */
    void requireValid() {}

    /** Returns the schedule of retries. */
    RetrySchedule retrySchedule() {
        return schedule;
    }

    /** Returns the rules of notices: recipients, kinds and contents. */
    Bounces bounces() {
        return bounces;
    }

    /** Returns the encoder of variable envelope return paths (VERP). */
    Verp verp() {
        return verp;
    }

    /** Returns the rule that decides which mail needs SMTPUTF8. */
    InternationalMail international() {
        return international;
    }

    /** Returns the times of queue runs over deferred mail. */
    QueueRuns queueRuns() {
        return new QueueRuns(settings.get(Queue.QUEUE_RUN_DELAY));
    }

    /** Returns the limit of content. */
    SizeLimit messageSizeLimit() {
        return SizeLimit.from(settings);
    }

    /** Returns the time for which an idempotency key is remembered. */
    Duration keyLifetime() {
        return settings.get(Queue.IDEMPOTENCY_KEY_LIFETIME);
    }

    /**
     * Returns the time for which notes of already served recipients are kept: the longest queue lifetime and a reserve of one day, for mail that waits for the
     * broker or an operator.
     */
    Duration noteLifetime() {
        Duration longest = Collections.max(List.of(schedule.queueLifetime(), schedule.bounceLifetime()));
        return longest.plus(NOTE_RESERVE);
    }

    /** Returns the format of delivery log lines. */
    DeliveryLog deliveryLog() {
        return DeliveryLog.from(settings);
    }

    private void use(Settings read) {
        read.warnings().forEach(warning -> LOG.log(Level.WARNING, Printable.line(warning)));
        settings = read;
        schedule = RetrySchedule.from(read);
        bounces = Bounces.of(read);
        verp = Verp.from(read);
        international = InternationalMail.from(read);
    }

    /**
     * Returns the settings that main.cf lines and system properties give.
     *
     * @throws IllegalArgumentException naming the parameter or the line, its value and the expected form
     */
    static Settings read(List<String> lines, Properties system) {
        Settings defaults = Settings.defaults(ROWS, Catalog.rows());
        // a file without a compatibility level has level 0; without a file, the level is the catalog's default
        Settings fromFile =
                lines.isEmpty() ? defaults : defaults.with(MainCf.parse(RESOURCE, String.join("\n", lines)));
        Map<String, String> fromSystem = new LinkedHashMap<>();
        for (String property : system.stringPropertyNames()) {
            if (property.startsWith(PREFIX)
                    && NAME.matcher(property.substring(PREFIX.length())).matches()
                    && !FACTORYS.contains(property.substring(PREFIX.length()))) {
                fromSystem.put(property.substring(PREFIX.length()), system.getProperty(property));
            }
        }
        return fromFile.with(fromSystem);
    }

    private static List<String> resourceLines() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        try (InputStream in = loader.getResourceAsStream(RESOURCE)) {
            return in == null
                    ? List.of()
                    : new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " can't be read", e);
        }
    }
}
