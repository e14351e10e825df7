/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.Attempt;
import org.postchaise.api.DsnAction;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Failure;
import org.postchaise.api.Peer;
import org.postchaise.api.Recipient;
import org.postchaise.api.RecipientOutcome;
import org.postchaise.api.SmtpReply;
import org.postchaise.api.Stage;
import org.postchaise.engine.config.catalog.Catalog;

class DeliveryLogTest {
    private static final Peer PEER = new Peer("mx.example", "192.0.2.1", 25);
    private static final Recipient ANN = Recipient.of("ann@example.net");
    private static final Attempt FIRST = attempt(1);

    private final DeliveryLog log = new DeliveryLog(2);

    private static Attempt attempt(int uses) {
        return new Attempt(uses, Duration.ofMillis(4), Duration.ofMillis(23), Duration.ofMillis(1540));
    }

    private static RecipientOutcome delivered(Recipient recipient) {
        return new RecipientOutcome.Delivered(
                recipient, new SmtpReply(250, List.of("250 2.0.0 Ok: queued as 1")), PEER, DsnAction.RELAYED);
    }

    private static Failure lost(Stage stage, String text) {
        return new Failure(
                Failure.Scope.HOST, Failure.Severity.TEMPORARY, stage, EnhancedStatus.of("4.4.2"), null, PEER, text);
    }

    @Test
    void aDeliveredRecipientHasPostfixsLine() {
        assertThat(log.line(delivered(ANN), Duration.ofSeconds(61), FIRST))
                .isEqualTo("to=<ann@example.net>, relay=mx.example[192.0.2.1]:25, delay=63, delays=61/0/0.02/1.5,"
                        + " dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 1)");
    }

    @Test
    void aConnectionThatWasUsedBeforeIsCounted() {
        assertThat(log.line(delivered(ANN), Duration.ZERO, attempt(2)))
                .contains("relay=mx.example[192.0.2.1]:25, conn_use=2, delay=1.6, delays=0/0/");
    }

    @Test
    void theOriginalRecipientIsToldWhereItIsAnother() {
        Recipient aliased = new Recipient("ann@example.net", Set.of(), "rfc822;info+2Bshop@example.com");
        assertThat(log.line(delivered(aliased), Duration.ZERO, FIRST))
                .startsWith("to=<ann@example.net>, orig_to=<info+shop@example.com>, relay=");
        Recipient same = new Recipient("ann@example.net", Set.of(), "RFC822;Ann@Example.NET");
        assertThat(log.line(delivered(same), Duration.ZERO, FIRST)).doesNotContain("orig_to");
        Recipient other = new Recipient("ann@example.net", Set.of(), "x400;/c=no/s=ann");
        assertThat(log.line(delivered(other), Duration.ZERO, FIRST)).doesNotContain("orig_to");
    }

    @Test
    void whatIsInDoubtIsDeferredInPostfixsWords() {
        String text = "lost connection with mx.example[192.0.2.1] while " + Stage.DOT.activity();
        assertThat(log.line(new RecipientOutcome.InDoubt(ANN, lost(Stage.DOT, text)), Duration.ZERO, FIRST))
                .endsWith("dsn=4.4.2, status=deferred (lost connection with mx.example[192.0.2.1] while sending end of"
                        + " data -- message may be sent more than once)");
    }

    @Test
    void aHostThatWasNotReachedIsNoRelay() {
        assertThat(log.line(
                        RecipientOutcome.failed(ANN, lost(Stage.CONNECT, "connect to x: no")), Duration.ZERO, FIRST))
                .startsWith("to=<ann@example.net>, relay=none, delay=");
    }

    @Test
    void nothingEndsTheLine() {
        Failure failure = lost(Stage.RCPT, "one\r\ntwo\u001b[2J\u0085\u2028\ud800 \u00e9\ud83d\udce7");
        assertThat(log.line(RecipientOutcome.failed(ANN, failure), Duration.ZERO, FIRST))
                .endsWith("(one??two?[2J??? \u00e9\ud83d\udce7)");
        assertThat(log.expired("a\n@b")).isEqualTo("from=<a?@b>, status=expired, returned to sender");
        assertThat(log.forceExpired("a@b")).isEqualTo("from=<a@b>, status=force-expired, returned to sender");
    }

    @Test
    void theDecimalsAreASetting() {
        assertThat(DeliveryLog.from(Catalog.settings(Map.of("delay_logging_resolution_limit", "4")))
                        .seconds(Duration.ofNanos(123_456)))
                .isEqualTo("0.0001");
    }

    @Test
    void mailThatIsTriedHasALineAsOfQmgr() {
        assertThat(new DeliveryLog(2).active("ann@example.com", 1234, 2))
                .isEqualTo("from=<ann@example.com>, size=1234, nrcpt=2 (queue active)");
        assertThat(new DeliveryLog(2).active("", 0, 1)).isEqualTo("from=<>, size=0, nrcpt=1 (queue active)");
    }

    /** delay_logging_resolution_limit in postconf(5): large values whole, two digits below, none below the limit. */
    @ParameterizedTest
    @CsvSource({
        "0, 2, 0",
        "4999, 2, 0",
        "5000, 2, 0.01",
        "10000, 2, 0.01",
        "14999, 2, 0.01",
        "99999, 2, 0.1",
        "214000, 2, 0.21",
        "999000, 2, 1",
        "1000000, 2, 1",
        "1040000, 2, 1",
        "1050000, 2, 1.1",
        "1960000, 1, 2",
        "9940000, 2, 9.9",
        "9950000, 2, 10",
        "10400000, 2, 10",
        "10500000, 2, 11",
        "123456789, 2, 123",
        "400000, 0, 0",
        "500000, 0, 1",
        "1400000, 0, 1",
        "123456, 6, 0.12",
        "99600, 6, 0.1",
        "1234, 6, 0.0012",
        "12, 6, 0.000012",
        "1, 6, 0.000001",
        "1234, 3, 0.001"
    })
    void aTimeHasTwoDigitsThatCountAndNoMoreDecimalsThanTheLimit(long micros, int limit, String text) {
        assertThat(new DeliveryLog(limit).seconds(Duration.ofNanos(micros * 1000)))
                .isEqualTo(text);
    }
}
