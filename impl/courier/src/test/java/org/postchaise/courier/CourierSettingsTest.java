/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Queue;

class CourierSettingsTest {
    private final Properties system = new Properties();

    @Test
    void defaultsArePostfixs() {
        Settings settings = CourierSettings.read(List.of(), system);

        assertThat(settings.get(Queue.MINIMAL_BACKOFF_TIME)).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.get(Queue.MESSAGE_SIZE_LIMIT)).isEqualTo(10_240_000);
    }

    @Test
    void parametersOfNoticesAndOfTheSystemThatSendsThemAreTaken() {
        system.setProperty("postchaise.myhostname", "mail.example.test");
        Settings settings = CourierSettings.read(
                List.of("delay_warning_time = 4h", "notify_classes = bounce", "bounce_notice_recipient = boss"),
                system);

        assertThat(Bounces.of(settings).delayWarningTime()).contains(Duration.ofHours(4));
        assertThat(settings.expanded("myorigin")).isEqualTo("mail.example.test");
        assertThatThrownBy(() -> CourierSettings.read(List.of("delay_warning_time = soon"), system))
                .hasMessageContaining("postchaise.cf, line 1: parameter delay_warning_time");
    }

    @Test
    void fileLiesOverDefaultsAndSystemPropertiesOverFile() {
        system.setProperty("postchaise.minimal_backoff_time", "1s");
        Settings settings = CourierSettings.read(
                List.of(
                        "# queue",
                        "minimal_backoff_time = 10s",
                        "",
                        "maximal_backoff_time=",
                        "  # not a value",
                        "  20s"),
                system);

        assertThat(settings.get(Queue.MINIMAL_BACKOFF_TIME)).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.get(Queue.MAXIMAL_BACKOFF_TIME)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void propertiesOfOthersAreLeftAlone() {
        system.setProperty("postchaise.demo.port", "1");
        system.setProperty("postchaisefoo", "1");

        assertThat(CourierSettings.read(List.of(), system).toString()).isEmpty();
    }

    @Test
    void unknownParameterIsNamed() {
        system.setProperty("postchaise.minimal_backof_time", "1s");

        assertThatThrownBy(() -> CourierSettings.read(List.of(), system))
                .hasMessageStartingWith("unknown parameter minimal_backof_time (value \"1s\"); expected a name of the"
                        + " reference, of which minimal_backoff_time is the nearest");
    }

    @Test
    void aParameterOfAnotherObjectIsCalledThat() {
        List<String> lines =
                List.of("transport_maps = hash:/x", "smtpd_banner = x", "lmtp_connect_timeout = 1s", "max_use = 1");
        assertThat(CourierSettings.read(lines, system).warnings())
                .containsExactly(
                        "postchaise.cf, line 3: parameter lmtp_connect_timeout is the connection factory's and has no effect"
                                + " here",
                        "postchaise.cf, line 4: parameter max_use is the resource adapter's and has no effect here",
                        "postchaise.cf, line 2: parameter smtpd_banner is a listener's and has no effect here",
                        "postchaise.cf, line 1: parameter transport_maps is the connection factory's and has no effect here");
        system.setProperty("postchaise.transport_maps", "hash:/x");
        assertThatThrownBy(() -> CourierSettings.read(List.of(), system))
                .hasMessageStartingWith("parameter transport_maps is the connection factory's and has no effect here");
    }

    @Test
    void badValueIsNamedWithWhatWasExpected() {
        assertThatThrownBy(() -> CourierSettings.read(List.of("message_size_limit = 10MB"), system))
                .hasMessageContaining("parameter message_size_limit")
                .hasMessageContaining("10MB")
                .hasMessageContaining("expected a whole number");
    }

    @Test
    void malformedLineIsShown() {
        assertThatThrownBy(() -> CourierSettings.read(List.of("minimal_backoff_time 1s"), system))
                .hasMessageContaining("postchaise.cf, line 1: line \"minimal_backoff_time 1s\" is malformed");
        assertThatThrownBy(() -> CourierSettings.read(List.of("  1s"), system))
                .hasMessageContaining("\"1s\" continues nothing");
    }

    @Test
    void warningsAreLoggedWhenTheSettingsAreRead(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("postchaise.cf"), "minimal_backof_time = 1s\n");
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.postchaise.courier");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        logger.addHandler(handler);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            new CourierSettings().load();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
            logger.removeHandler(handler);
        }
        assertThat(lines)
                .singleElement()
                .asString()
                .startsWith("WARNING ")
                .contains("postchaise.cf", "line 1", "minimal_backof_time");
    }
}
