/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPartTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|``",
                "ann@example.net|ann@example.net",
                "a.b+c=d'e@example.net|a.b+c=d'e@example.net",
                "j\u00f6rg@example.net|j\u00f6rg@example.net",
                "postmaster|postmaster",
                "a b@example.net|\"a b\"@example.net",
                "a b|\"a b\"",
                "a.@example.net|\"a.\"@example.net",
                ".a@example.net|\".a\"@example.net",
                "a..b@example.net|\"a..b\"@example.net",
                "@example.net|\"\"@example.net",
                "a@b@example.net|\"a@b\"@example.net",
                "a> SIZE=1@example.net|\"a> SIZE=1\"@example.net",
                "x\"y@example.net|\"x\\\"y\"@example.net",
                "x\\y@example.net|\"x\\\\y\"@example.net",
                "\"a b\"@example.net|\"a b\"@example.net",
                "\"a\\\" b\"@example.net|\"a\\\" b\"@example.net",
                "\"a\\\"@example.net|\"\\\"a\\\\\\\"\"@example.net",
                "\"a\" b\"@example.net|\"\\\"a\\\" b\\\"\"@example.net",
                "\"@example.net|\"\\\"\"@example.net"
            })
    void isQuotedWhereItMustBeAndNeverTwice(String address, String quoted) {
        assertThat(LocalPart.quoted(address)).isEqualTo(quoted);
        assertThat(LocalPart.quoted(quoted)).isEqualTo(quoted);
    }
}
