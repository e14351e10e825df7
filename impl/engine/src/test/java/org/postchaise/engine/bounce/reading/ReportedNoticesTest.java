/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.bounce.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postchaise.api.IncomingNotice;
import org.postchaise.api.IncomingNotice.Action;
import org.postchaise.api.IncomingNotice.Verdict;
import org.postchaise.engine.address.Verp;
import org.postchaise.engine.config.catalog.Catalog;

/** Notices that users reported, one fault each, and what they mean all the same. */
class ReportedNoticesTest {
    @ParameterizedTest
    @CsvSource({
        "n1-status-in-multipart-mixed, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n2a-sibling-without-boundary, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n2b-sibling-long-boundary, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n2c-sibling-bad-parameters, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n2d-returned-part-unreadable, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n2e-returned-header-too-long, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n3-two-recipients-one-group, ann@x.test failed 5.2.2 + bob@x.test failed 5.1.1, <m1@lists.example>",
        "n4-exim-words-reply-after-its-command, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n4b-exim-words-known-order, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n5-qmail-words-in-multipart, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n6-qmail-words-trailing-blank, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n7-gmail-words, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n8-action-words-of-others, ann@x.test failed 5.0.0 + bob@x.test failed , <m1@lists.example>",
        "n9-success-only, ann@x.test delivered 2.1.5, ''",
        "n10-action-in-the-first-group, ann@x.test failed 5.7.0, <m1@lists.example>",
        "n11-stray-angle-bracket, ann@x.test failed 5.1.1, <m1@lists.example>",
        "n12-returned-as-text-plain, ann@x.test failed 5.1.1, <m1@lists.example>"
    })
    void aNoticeWithAFaultIsReadAllTheSame(String name, String recipients, String messageId) throws Exception {
        IncomingNotice notice = read(name);

        assertThat(notice.verdict()).isEqualTo(Verdict.NOTICE);
        assertThat(String.join(
                                " + ",
                                notice.recipients().stream()
                                        .map(one -> one.address() + " "
                                                + one.action().name().toLowerCase(Locale.ROOT) + " " + one.status())
                                        .toList())
                        .strip())
                .isEqualTo(recipients);
        assertThat(notice.mail().messageId()).isEqualTo(messageId);
    }

    @Test
    void deliverableIsNoFailure() {
        assertThat(List.of("deliverable", "Delivered (to mailbox)"))
                .allSatisfy(word -> assertThat(NoticeFields.action(word, "")).isEqualTo(Action.DELIVERED));
        assertThat(List.of("failure", "expired", "Failed; gone"))
                .allSatisfy(word -> assertThat(NoticeFields.action(word, "")).isEqualTo(Action.FAILED));
    }

    private static IncomingNotice read(String name) throws IOException {
        return NoticeReader.read(
                Verp.from(Catalog.settings(Map.of())),
                "owner@lists.example",
                () -> open(name),
                Instant.parse("2026-11-22T12:00:00Z"));
    }

    private static InputStream open(String name) {
        return ReportedNoticesTest.class.getResourceAsStream("notices/reported/" + name + ".eml");
    }
}
