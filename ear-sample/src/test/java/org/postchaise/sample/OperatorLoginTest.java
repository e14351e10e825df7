/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorLoginTest {
    @Test
    void nameAndPasswordAreReadAsUtf8() {
        String login = "j\u00f6rg:p:w";
        String field = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));

        assertThat(OperatorLogin.login("basic " + field)).contains(login);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"Basic", "Basic ", "Basic ***", "Basic YW5u", "Basic OnB3", "Bearer YW5uOnB3"})
    void whatIsNoBasicLoginIsNone(String field) {
        assertThat(OperatorLogin.login(field)).isEmpty();
    }
}
