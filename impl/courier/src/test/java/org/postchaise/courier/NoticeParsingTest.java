/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.dsn.DeliveryStatus;
import org.eclipse.angus.mail.dsn.MultipartReport;
import org.junit.jupiter.api.Test;
import org.postchaise.api.EnhancedStatus;
import org.postchaise.api.Envelope;
import org.postchaise.api.MessageSource;
import org.postchaise.api.Recipient;
import org.postchaise.engine.bounce.Bounces;
import org.postchaise.engine.bounce.Notice;
import org.postchaise.engine.bounce.RecipientReport;
import org.postchaise.engine.bounce.RecipientReport.Action;
import org.postchaise.engine.bounce.ReportedMail;
import org.postchaise.engine.config.catalog.Catalog;

/** Notices of the engine, read back by Angus Mail's classes for multipart/report: the engine itself knows no Jakarta Mail. */
class NoticeParsingTest {
    private static final String MESSAGE = """
            From: ann@x.test
            Subject: Gr\u00fc\u00dfe
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=inner

            --inner

            one \u00e4
            --inner--
            """;

    @Test
    void aFailureOfSeveralRecipientsIsReadBack() throws Exception {
        MimeMessage notice = notice(
                Envelope.of("ann@x.test", "a@x.test").withEnvelopeId("Q+2B1"),
                report("a@x.test", Action.FAILED, "rfc822;b+2Bc@y.test", "550 5.1.1 no\r\nsuch user"),
                report("\"a b\"@x.test", Action.FAILED, "", ""));

        assertThat(notice.getSubject()).isEqualTo("Undelivered Mail Returned to Sender");
        assertThat(notice.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        MultipartReport report = (MultipartReport) notice.getContent();
        assertThat(report.getCount()).isEqualTo(3);
        assertThat(report.getText())
                .contains("mail system of mail.example.test", "<a@x.test>: the reason")
                .doesNotContain("\ufffd");
        DeliveryStatus status = (DeliveryStatus) report.getReport();
        assertThat(field(status.getMessageDSN(), "Reporting-MTA")).isEqualTo("dns; mail.example.test");
        assertThat(field(status.getMessageDSN(), "Original-Envelope-Id")).isEqualTo("Q+1");
        assertThat(field(status.getMessageDSN(), "X-Postfix-Queue-ID")).isEqualTo("queue-1");
        assertThat(status.getRecipientDSNCount()).isEqualTo(2);
        assertThat(field(status.getRecipientDSN(0), "Final-Recipient")).isEqualTo("rfc822; a@x.test");
        assertThat(field(status.getRecipientDSN(0), "Original-Recipient")).isEqualTo("rfc822;b+c@y.test");
        assertThat(field(status.getRecipientDSN(0), "Action")).isEqualTo("failed");
        assertThat(field(status.getRecipientDSN(0), "Status")).isEqualTo("5.1.1");
        assertThat(field(status.getRecipientDSN(0), "Remote-MTA")).isEqualTo("dns; mx.y.test");
        assertThat(field(status.getRecipientDSN(0), "Diagnostic-Code")).isEqualTo("smtp; 550 5.1.1 no??such user");
        assertThat(field(status.getRecipientDSN(1), "Final-Recipient")).isEqualTo("rfc822; \"a b\"@x.test");
        assertThat(field(status.getRecipientDSN(1), "Diagnostic-Code")).isEqualTo("X-Postfix; the reason");
        MimeMessage returned = report.getReturnedMessage();
        assertThat(returned.getHeader("Return-Path")).containsExactly("<ann@x.test>");
        assertThat(returned.getContentType()).contains("boundary=inner");
    }

    @Test
    void aDelayReturnsTheHeaderAndSaysUntilWhen() throws Exception {
        MimeMessage notice = notice(
                Envelope.of("ann@x.test", "a@x.test"), report("a@x.test", Action.DELAYED, "", "450 4.2.0 later"));

        MultipartReport report = (MultipartReport) notice.getContent();
        assertThat(field(((DeliveryStatus) report.getReport()).getRecipientDSN(0), "Will-Retry-Until"))
                .startsWith("Thu, 26 Nov 2026");
        assertThat(report.getBodyPart(2).getContentType()).startsWith("text/rfc822-headers");
        assertThat(report.getReturnedMessage().getHeader("From")).containsExactly("ann@x.test");
    }

    private static MimeMessage notice(Envelope envelope, RecipientReport... reports) throws Exception {
        Instant arrival = Instant.parse("2026-11-21T10:00:00Z");
        Notice notice = Bounces.of(Catalog.settings(Map.of("myhostname", "mail.example.test")))
                .notices(
                        new ReportedMail(
                                envelope,
                                MessageSource.of(MESSAGE.getBytes(StandardCharsets.UTF_8)),
                                "queue-1",
                                arrival,
                                List.of(reports)),
                        arrival.plusSeconds(5))
                .get(0);
        try (InputStream in = notice.message().open()) {
            return new MimeMessage(Session.getInstance(new Properties()), in);
        }
    }

    private static RecipientReport report(String address, Action action, String original, String reply) {
        return new RecipientReport(
                new Recipient(address, Set.of(), original),
                action,
                EnhancedStatus.of("5.1.1"),
                "the reason",
                reply.isEmpty() ? "" : "mx.y.test",
                reply);
    }

    private static String field(InternetHeaders headers, String name) {
        return headers.getHeader(name, null);
    }
}
