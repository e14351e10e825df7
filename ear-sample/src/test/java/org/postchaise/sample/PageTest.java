/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postchaise.testkit.ReceivedMail;

class PageTest {

    @Test
    void markupInMailsIsShownNotInterpreted() {
        byte[] content = "Subject: <script>\r\n\r\n</pre><b>x</b> & \"y\" 'z'\0\r\n".getBytes(StandardCharsets.UTF_8);
        String html = Page.source(new ReceivedMail("<i>@x", List.of("a@b"), content, Instant.EPOCH));

        assertThat(html)
                .contains("&lt;script&gt;")
                .contains("&lt;/pre&gt;&lt;b&gt;x&lt;/b&gt; &amp; &quot;y&quot; &#39;z&#39;\ufffd")
                .contains("&lt;i&gt;@x")
                .doesNotContain("<script>", "<b>", "<i>");
    }

    @Test
    void formSaysWhatIsWrongWithItsFields() {
        assertThatThrownBy(() -> form("").mail()).hasMessageContaining("there is no recipient");
        assertThatThrownBy(() -> form("a@example.com, ,b@example.com").mail())
                .hasMessageContaining("a recipient is empty");
        assertThatThrownBy(() -> form("ann").mail()).hasMessageContaining("to address \"ann\" has no domain");
        assertThatThrownBy(() -> form("a@example.com\r\nBcc: b@example.com").mail())
                .hasMessageContaining("holds CR");
        assertThat(form("a@example.com, b@example.com").mail().to())
                .extracting(Object::toString)
                .containsExactly("a@example.com", "b@example.com");
    }

    @Test
    void encodedSubjectIsDecoded() {
        assertThat(MailSource.subject("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\n\r\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("Grüße");
        assertThat(MailSource.subject("X: y\r\n\r\n".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    private static SendForm form(String to) {
        return new SendForm("shop@example.com", to, "s", "t", "");
    }
}
