/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.client.session;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.postchaise.api.Stage;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.SmtpClient;
import org.postchaise.engine.config.catalog.SmtpSession;
import org.postchaise.engine.config.catalog.SmtpTls;

/**
 * The time limits of a session's stages.
 *
 * @param stages the time limit of each stage that waits for the peer
 * @param perRequest true if the content as a whole has the limit of {@link Stage#BODY}, instead of each write
 *     ({@code smtp_per_request_deadline})
 * @param leastRate the number of octets of content that extend that limit by one second ({@code smtp_min_data_rate})
 */
record TimeLimits(Map<Stage, Duration> stages, boolean perRequest, long leastRate) {
    /** The replacement of the operating system's time limit, which {@code smtp_connect_timeout = 0} selects. */
    private static final Duration SYSTEM_CONNECT = Duration.ofMinutes(3);

    TimeLimits {
        stages = Collections.unmodifiableMap(new EnumMap<>(stages));
    }

    static TimeLimits from(Settings settings) {
        Map<Stage, Duration> limits = new EnumMap<>(Stage.class);
        Duration connect = settings.get(SmtpClient.CONNECT_TIMEOUT);
        limits.put(Stage.CONNECT, connect.isZero() ? SYSTEM_CONNECT : connect);
        for (Stage stage : new Stage[] {Stage.GREETING, Stage.EHLO, Stage.HELO, Stage.LHLO}) {
            limits.put(stage, settings.get(SmtpClient.HELO_TIMEOUT));
        }
        limits.put(Stage.STARTTLS, settings.get(SmtpTls.STARTTLS_TIMEOUT));
        limits.put(Stage.XFORWARD, settings.get(SmtpSession.XFORWARD_TIMEOUT));
        limits.put(Stage.MAIL, settings.get(SmtpClient.MAIL_TIMEOUT));
        limits.put(Stage.RCPT, settings.get(SmtpClient.RCPT_TIMEOUT));
        limits.put(Stage.DATA, settings.get(SmtpClient.DATA_INIT_TIMEOUT));
        limits.put(Stage.BODY, settings.get(SmtpClient.DATA_XFER_TIMEOUT));
        limits.put(Stage.DOT, settings.get(SmtpClient.DATA_DONE_TIMEOUT));
        limits.put(Stage.RSET, settings.get(SmtpClient.RSET_TIMEOUT));
        limits.put(Stage.QUIT, settings.get(SmtpClient.QUIT_TIMEOUT));
        return new TimeLimits(
                limits, settings.get(SmtpSession.PER_REQUEST_DEADLINE), settings.get(SmtpSession.MIN_DATA_RATE));
    }

    /** Returns the time limit of {@code stage}, which must be a stage that waits for the peer. */
    Duration of(Stage stage) {
        Duration limit = stages.get(stage);
        if (limit == null) {
            throw new IllegalArgumentException("stage " + stage + " has no time limit");
        }
        return limit;
    }

    /** Returns the total time limit for content of which {@code sent} octets have been sent already. */
    Duration content(long sent) {
        return of(Stage.BODY).plusSeconds(sent / leastRate);
    }
}
