/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BytesMessageSourceTest {
    private static final byte[] CONTENT = "Subject: x\r\n\r\na\nb\r\n\u00e9".getBytes(StandardCharsets.UTF_8);

    @Test
    void eachOpeningGivesTheSameOctets() throws Exception {
        BytesMessageSource source = source();

        try (InputStream first = source.open()) {
            assertThat(first.readNBytes(5)).isEqualTo("Subje".getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream second = source.open()) {
            assertThat(second.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(source.size()).hasValue(CONTENT.length);
    }

    @Test
    void readsIntoTheMiddleOfAnArrayAndOneByOne() throws Exception {
        try (InputStream in = source().open()) {
            byte[] buffer = new byte[8];
            assertThat(in.read(buffer, 3, 4)).isEqualTo(4);
            assertThat(buffer).containsExactly(0, 0, 0, 'S', 'u', 'b', 'j', 0);
            assertThat(in.read()).isEqualTo('e');
            assertThat(in.read(buffer, 0, 0)).isZero();
            in.readAllBytes();
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void streamEndsWhenTheContentIsOpenedAgain() throws Exception {
        BytesMessageSource source = source();
        InputStream first = source.open();
        source.open();

        assertThatThrownBy(first::read).isInstanceOf(IOException.class).hasMessageContaining("opened again");
    }

    private static BytesMessageSource source() throws Exception {
        BytesMessage message = FakeMessages.bytes();
        message.writeBytes(CONTENT);
        return new BytesMessageSource(message);
    }
}
