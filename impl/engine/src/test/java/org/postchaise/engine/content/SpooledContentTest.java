/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postchaise.api.MessageSource;

/** Content in memory or in a temporary file, and the limit of its size. */
class SpooledContentTest {
    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static SpooledContent.FailureHandler strict() {
        return cause -> {
            throw cause;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SpooledContent.IN_MEMORY, SpooledContent.IN_MEMORY + 1, 3_000_000})
    void isReadMoreThanOnce(int size) throws IOException {
        byte[] content = content(size);
        try (SpooledContent spooled = SpooledContent.of(new ByteArrayInputStream(content))) {
            assertThat(spooled.size()).hasValue(size);
            try (InputStream first = spooled.open()) {
                assertThat(first.readNBytes(10)).hasSize(Math.min(10, size));
                assertThat(spooled.open().readAllBytes()).isEqualTo(content);
            }
        }
    }

    @Test
    void smallContentNeedsNoFile() throws IOException {
        try (SpooledContent spooled = new SpooledContent(
                () -> {
                    throw new AssertionError("a file was created");
                },
                strict())) {
            spooled.append(content(SpooledContent.IN_MEMORY), 0, SpooledContent.IN_MEMORY);
            assertThat(spooled.size()).hasValue(SpooledContent.IN_MEMORY);
        }
    }

    @Test
    void contentWithoutTemporaryFileStaysInMemory() throws Exception {
        byte[] content = content(300_000);
        List<String> failures = new ArrayList<>();

        try (SpooledContent spooled = new SpooledContent(
                () -> {
                    throw new IOException("No space left on device");
                },
                cause -> failures.add(cause.getMessage()))) {
            spooled.append(content, 0, 100_000);
            spooled.append(content, 100_000, 190_000);
            spooled.append(content, 290_000, 10_000);

            assertThat(spooled.open().readAllBytes()).isEqualTo(content);
            assertThat(spooled.size()).hasValue(300_000);
        }
        assertThat(failures).containsExactly("No space left on device");
    }

    @Test
    void refusedOctetsLeaveTheContentUnchanged() throws IOException {
        byte[] content = content(SpooledContent.IN_MEMORY);
        try (SpooledContent spooled = new SpooledContent(
                () -> {
                    throw new IOException("No space left on device");
                },
                strict())) {
            spooled.append(content, 0, content.length);
            assertThatThrownBy(() -> spooled.append(content, 0, 1)).hasMessage("No space left on device");
            assertThat(spooled.open().readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void refusesContentAboveTheLimit() throws IOException {
        SizeLimit limit = new SizeLimit(10);
        assertThat(limit.on(MessageSource.of(content(10))).open().readAllBytes())
                .hasSize(10);
        assertThatThrownBy(() -> limit.on(MessageSource.of(content(11))).open())
                .isInstanceOf(ContentTooLargeException.class)
                .hasMessage("mail is larger than message_size_limit: at least 11 octets; the limit is 10");
        InputStream undeclared = limit.on(undeclared(content(11))).open();
        assertThatThrownBy(undeclared::readAllBytes).isInstanceOf(ContentTooLargeException.class);
        InputStream single = limit.on(undeclared(content(11))).open();
        assertThat(single.readNBytes(9)).hasSize(9);
        assertThat(single.read()).isNotNegative();
        assertThatThrownBy(single::read).isInstanceOf(ContentTooLargeException.class);
        assertThat(SizeLimit.NONE.on(undeclared(content(11))).open().readAllBytes())
                .hasSize(11);
    }

    private static MessageSource undeclared(byte[] content) {
        return new MessageSource() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(content);
            }

            @Override
            public OptionalLong size() {
                return OptionalLong.empty();
            }
        };
    }
}
