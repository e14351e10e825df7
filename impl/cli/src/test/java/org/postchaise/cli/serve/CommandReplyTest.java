/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The understanding of a command's end; statuses and texts are those that pipe(8) of Postfix 3.7 logs. */
class CommandReplyTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            64 |                | 554 5.3.0 command line usage error
            65 | a b            | 554 5.6.0 data format error. Command output: a b
            67 |                | 550 5.1.1 user unknown
            68 |                | 550 5.1.2 host name unknown
            71 |                | 451 4.3.0 system resource problem
            74 |                | 554 5.3.0 input/output error
            75 |                | 451 4.3.0 temporary failure
            78 | x              | 554 5.3.5 local configuration error. Command output: x
            1  | x              | 554 5.3.0 Command died with status 1. Command output: x
            1  | 5.7.9 no way   | 554 5.7.9 no way
            75 | 5.7.9 no way   | 554 5.7.9 no way
            1  | 4.2.2 full     | 451 4.2.2 full
            1  | 2.0.0 fine     | 554 5.3.0 Command died with status 1. Command output: 2.0.0 fine
            137| x              | 451 4.3.0 Command died with signal 9. Command output: x
            """)
    void theEndOfACommandIsAReply(int exit, String output, String reply) {
        CommandReply result = CommandReply.of(exit, output == null ? "" : output);
        assertThat(result.accepts()).isFalse();
        assertThat(result.reply()).hasToString(reply);
    }
}
