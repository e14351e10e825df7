/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What Postfix notices in the headers while it queues a message; each case was tried with it. */
class ContentFactsTest {
    private static final String PARTS = "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
    private static final String EIGHT_BIT = "Content-Transfer-Encoding: 8bit\n";

    private static ContentFacts facts(String message) throws IOException {
        return Cases.plan().inspect(Cases.stream(message));
    }

    @Test
    void anEncodingHeaderAnywhereDeclaresEightBitContent() throws IOException {
        assertThat(facts(EIGHT_BIT + "\nx\n").eightBit()).isTrue();
        assertThat(facts("Content-Transfer-Encoding: BINARY\n\nx\n").eightBit()).isTrue();
        assertThat(facts("Content-Transfer-Encoding:\n 8bit\n\nx\n").eightBit()).isTrue();
        assertThat(facts(EIGHT_BIT + "Content-Transfer-Encoding: 7bit\n\nx\n").eightBit())
                .isTrue();
        assertThat(facts(PARTS + EIGHT_BIT + "\nx\n--b--\n").eightBit()).isTrue();
        assertThat(facts("Content-Type: message/rfc822\n\n" + EIGHT_BIT + "\nx\n")
                        .eightBit())
                .isTrue();
    }

    @Test
    void anythingBehindTheEncodingHidesIt() throws IOException {
        assertThat(facts("Content-Transfer-Encoding: 8bit \n\nx\n").eightBit()).isFalse();
        assertThat(facts("Content-Transfer-Encoding: (c) 8bit\n\nx\n").eightBit())
                .isFalse();
        assertThat(facts("Content-Transfer-Encoding: quoted-printable\n\n\u00e4\n")
                        .eightBit())
                .isFalse();
        assertThat(facts("From: x\n\n" + EIGHT_BIT).eightBit()).isFalse();
    }

    @Test
    void anyHeaderBeyondAsciiIsInternational() throws IOException {
        assertThat(facts("Subject: \u00e4\n\nx\n").internationalHeader()).isTrue();
        assertThat(facts(PARTS + "Content-Description: \u00e4\n\nx\n--b--\n").internationalHeader())
                .isTrue();
        assertThat(facts("Content-Type: message/rfc822\n\nSubject: \u00c3\u00a4\n\nx\n")
                        .internationalHeader())
                .isTrue();
        assertThat(facts("Subject: a\n\n\u00e4\n").internationalHeader()).isFalse();
    }

    @Test
    void aRecipientInADeliveredToHeaderIsALoop() throws IOException {
        assertThat(facts("A: b\nDelivered-To : r@x.example\n\n").wasDeliveredTo("R@x.example"))
                .isTrue();
        assertThat(facts("Delivered-To: o@x.example\nDELIVERED-TO:  r@x.example\n\n")
                        .wasDeliveredTo("r@x.example"))
                .isTrue();
        assertThat(facts("Delivered-To: <r@x.example>\n\n").wasDeliveredTo("r@x.example"))
                .isFalse();
        assertThat(facts("Delivered-To:\n r@x.example\n\n").wasDeliveredTo("r@x.example"))
                .isFalse();
        assertThat(facts("A: b\n\nDelivered-To: r@x.example\n").wasDeliveredTo("r@x.example"))
                .isFalse();
    }

    @Test
    void contentThatHoldsNoHeadersIsNotRead() throws IOException {
        InputStream message = Cases.stream("Content-Type: text/plain\n\n" + "x\n".repeat(100_000));
        assertThat(Cases.plan().inspect(message).eightBit()).isFalse();
        assertThat(message.available()).isGreaterThan(100_000);
    }
}
