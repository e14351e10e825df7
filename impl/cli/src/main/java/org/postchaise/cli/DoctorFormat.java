/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.stream.Collectors;
import org.postchaise.engine.client.diagnosis.Diagnosis;

/** How a diagnosis is printed. */
enum DoctorFormat {
    /** For people. */
    TEXT {
        @Override
        String render(Diagnosis diagnosis) {
            return diagnosis.lines().stream()
                    .map(line -> line + System.lineSeparator())
                    .collect(Collectors.joining());
        }
    },
    /** One JSON object (RFC 8259) in a line, ASCII only. */
    JSON {
        @Override
        String render(Diagnosis diagnosis) {
            return DiagnosisJson.of(diagnosis) + System.lineSeparator();
        }
    };

    /** All of {@code diagnosis}, ready to be printed. */
    abstract String render(Diagnosis diagnosis);
}
