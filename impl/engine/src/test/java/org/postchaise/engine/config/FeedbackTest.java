/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0, 0",
        ".25, .25",
        "1., 1",
        "1/4, .25",
        "3 / 12, .25",
        "1/concurrency, .0625",
        "0.5 / CONCURRENCY, .03125",
        "1/sqrt_concurrency, .25"
    })
    void theFormsOfPostfixAtAWindowOfSixteen(String text, double expected) {
        assertThat(Feedback.grammar().parse(text).at(16)).isEqualTo(expected, within(1e-9));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "2", "-1", "1/0", "0/0", "1/", "1/size", "3/2", "1 concurrency", "1.5/concurrency"})
    void whatIsNoFeedbackIsRefused(String text) {
        assertThatThrownBy(() -> Feedback.grammar().parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
