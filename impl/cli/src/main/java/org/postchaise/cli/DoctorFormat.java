/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.stream.Collectors;
import org.postchaise.engine.client.diagnosis.Diagnosis;

/** Format of a diagnosis. */
enum DoctorFormat {
    /** Text for people. */
    TEXT {
        @Override
        String render(Diagnosis diagnosis) {
            return diagnosis.lines().stream()
                    .map(line -> line + System.lineSeparator())
                    .collect(Collectors.joining());
        }
    },
    /** JSON (RFC 8259): one object in a line, ASCII only. */
    JSON {
        @Override
        String render(Diagnosis diagnosis) {
            return DiagnosisJson.of(diagnosis) + System.lineSeparator();
        }
    };

    /** Returns {@code diagnosis}, ready to be printed. */
    abstract String render(Diagnosis diagnosis);
}
