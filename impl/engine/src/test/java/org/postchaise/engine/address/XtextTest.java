/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Postfix 3.7.11 sends for each ORCPT that it was given. */
class XtextTest {
    @ParameterizedTest
    @CsvSource({
        "rfc822;b+2Bx@example.com, rfc822;b+2Bx@example.com",
        "rfc822;b=x@example.com, rfc822;b+3Dx@example.com",
        "RFC822;b+2bx@example.com, RFC822;b+2Bx@example.com",
        "rfc822;a+41b, rfc822;aAb",
        "rfc822;b+C3+A9@example.com, rfc822;b+C3+A9@example.com",
        "rfc822;, rfc822;",
        "x400;/c=us/, x400;/c+3Dus/",
        "unknown;a+2Bb=c, unknown;a+2Bb+3Dc",
        "utf-8;b\\x{3A9}@example.com, utf-8;b\\x{3A9}@example.com",
        "utf-8;b+2Bx+3D@example.com, utf-8;b\\x{2B}2Bx\\x{2B}3D@example.com"
    })
    void originalRecipientsOfAnyTypeAreEncodedAnew(String given, String sent) {
        assertThat(Xtext.originalRecipient(given)).isEqualTo(sent);
    }

    @Test
    void octetsThatAreNoUtf8SurviveAsTheyAre() {
        assertThat(Xtext.originalRecipient("rfc822;a+FFb")).isEqualTo("rfc822;a+FFb");
    }

    @Test
    void aRecipientBeyondAsciiIsItsOwnOriginalInUtf8() {
        assertThat(Xtext.ownRecipient("jörg+x@example.net", true)).isEqualTo("utf-8;j\\x{F6}rg\\x{2B}x@example.net");
        assertThat(Xtext.ownRecipient("\"a b\"@example.net", true)).isEqualTo("rfc822;\"a+20b\"@example.net");
    }

    @Test
    void surrogatesInOriginalRecipientsStandForNothing() {
        assertThat(Xtext.decodedRecipient("utf-8;a\\x{D800}b")).isEqualTo("utf-8;a\\x{D800}b");
    }
}
