/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StsPolicyTest {
    private static final Duration YEAR = Duration.ofHours(8766);
    private static final String TEXT = """
            version: STSv1
            mode: enforce
            mx: mail.example.com
            mx: *.example.net
            mx: backupmx.example.com
            max_age: 604800
            """;

    @Test
    void rfc8461_3_2_readsThePolicyOfTheStandard() {
        StsPolicy policy = StsPolicy.parse(TEXT);
        assertThat(policy)
                .isEqualTo(new StsPolicy(
                        StsPolicy.Mode.ENFORCE,
                        List.of("mail.example.com", "*.example.net", "backupmx.example.com"),
                        Duration.ofDays(7)));
        assertThat(String.join("\n", policy.lines()) + "\n").isEqualTo(TEXT);
    }

    @Test
    void lineEndsBlanksOrderAndUnknownFieldsMakeNoDifference() {
        List<String> lines = List.of(
                "max_age :604800 ",
                "future_field: a:b\u00fc\u2028",
                "mx:mail.example.com",
                "mx:\t*.EXAMPLE.net.",
                "mode:  enforce",
                "mx: backupmx.example.com",
                "version: STSv1",
                "",
                "");
        assertThat(StsPolicy.parse(String.join("\r\n", lines))).isEqualTo(StsPolicy.parse(TEXT));
    }

    @Test
    void rfc8461_3_2_ofAFieldThatMayBeThereOnceTheFirstCounts() {
        assertThat(StsPolicy.parse(TEXT + "mode: none\nmax_age: 1\n")).isEqualTo(StsPolicy.parse(TEXT));
    }

    @Test
    void aPolicyIsKeptForAYearAtMost() {
        assertThat(StsPolicy.parse(TEXT.replace("604800", "9999999999")).maxAge())
                .isEqualTo(YEAR);
    }

    @Test
    void onlyAPolicyOfNoneNeedsNoServers() {
        String none = "version: STSv1\nmode: none\nmax_age: 86400\n";
        assertThat(StsPolicy.parse(none).mode()).isEqualTo(StsPolicy.Mode.NONE);
        assertThatThrownBy(() -> StsPolicy.parse(none.replace("none", "testing")))
                .hasMessage("no field mx");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version: STSv1         | version: STSv2     | field version is "STSv2"; expected STSv1
            version: STSv1         | x: y               | no field version; expected STSv1
            mode: enforce          | mode: Enforce      | field mode is "Enforce"; expected enforce, testing or none
            mode: enforce          | x: y               | no field mode; expected enforce, testing or none
            max_age: 604800        | max_age: 7d        | field max_age is "7d"; expected seconds, at most 31557600
            max_age: 604800        | max_age: -1        | field max_age is "-1"; expected seconds, at most 31557600
            max_age: 604800        | max_age: 99999999999 | field max_age is "99999999999"; expected seconds, at most 31557600
            max_age: 604800        | x: y               | no field max_age; expected seconds, at most 31557600
            mode: enforce          | <html>             | line 2: "<html>" is no field; expected name: value
            mx: mail.example.com   | mx: *              | line 3: field mx is "*"; expected the name of a host, or *. and the name of a domain
            mx: mail.example.com   | mx: a.*.example.com | line 3: field mx is "a.*.example.com"; expected the name of a host, or *. and the name of a domain
            mx: mail.example.com   | mx: a b            | line 3: field mx is "a b"; expected the name of a host, or *. and the name of a domain
            """)
    void saysWhatIsWrong(String right, String wrong, String message) {
        assertThatThrownBy(() -> StsPolicy.parse(TEXT.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void whatIsWrongIsToldOnOneShortLine() {
        assertThatThrownBy(() -> StsPolicy.parse(TEXT.replace("enforce", "\u001b[2J\u2028" + "x".repeat(60_000))))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(150).matches("[\\x20-\\x7e]*"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail.example.com       | mail.example.com              | true
            mail.example.com       | MAIL.Example.COM              | true
            mail.example.com       | mail.example.com.             | true
            mail.example.com       | other.example.com             | false
            mail.example.com       | a.mail.example.com            | false
            *.example.net          | mx1.example.net               | true
            *.example.net          | a.mx1.example.net             | false
            *.example.net          | example.net                   | false
            *.example.net          | mx1.example.net.evil.example  | false
            xn--bcher-kva.example  | bücher.example                | true
            bücher.example         | xn--bcher-kva.example         | true
            *.xn--bcher-kva.example | mx.xn--bcher-kva.example     | true
            """)
    void rfc8461_4_1_stalwart_0_16_18_listsHosts(String pattern, String host, boolean listed) {
        assertThat(StsPolicy.parse(TEXT.replace("mail.example.com", pattern)
                                .replace("*.example.net", pattern)
                                .replace("backupmx.example.com", pattern))
                        .lists(host))
                .isEqualTo(listed);
    }

    @Test
    void anythingIsAPolicyOrAnErrorOfOneLine() {
        SplittableRandom random = new SplittableRandom(8461);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(TEXT);
            for (int j = random.nextInt(1, 4); j > 0; j--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, (char) random.nextInt(0x3000));
                }
            }
            try {
                StsPolicy policy = StsPolicy.parse(text.toString());
                assertThat(policy.maxAge()).isBetween(Duration.ZERO, YEAR);
                assertThat(StsPolicy.parse(String.join("\n", policy.lines()))).isEqualTo(policy);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n", "\r");
            }
        }
    }
}
