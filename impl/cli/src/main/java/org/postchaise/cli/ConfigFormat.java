/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postchaise.engine.config.Inspection;
import org.postchaise.engine.log.Printable;

/** Format of parameters and findings. */
enum ConfigFormat {
    /** Text as printed by postconf(1). */
    TEXT {
        @Override
        String parameters(List<ParameterLine> parameters) {
            return lines(parameters, one -> (one.name() + " = " + one.words()).stripTrailing());
        }

        @Override
        String findings(List<Inspection.Finding> findings) {
            return lines(findings, one -> SettingsOptions.severity(one) + ": " + Printable.line(one.text()));
        }
    },
    /** JSON (RFC 8259): one array in a line. */
    JSON {
        @Override
        String parameters(List<ParameterLine> parameters) {
            return array(
                    parameters,
                    one -> "{\"name\":" + Json.string(one.name()) + ",\"value\":" + Json.string(one.value())
                            + ",\"default\":" + Json.string(one.defaultValue()) + ",\"status\":"
                            + Json.string(one.status()) + "}");
        }

        @Override
        String findings(List<Inspection.Finding> findings) {
            return array(
                    findings,
                    one -> "{\"severity\":" + Json.string(SettingsOptions.severity(one)) + ",\"line\":" + one.line()
                            + ",\"text\":" + Json.string(one.text()) + "}");
        }

        private <T> String array(List<T> items, Function<T, String> object) {
            return items.stream().map(object).collect(Collectors.joining(",", "[", "]" + System.lineSeparator()));
        }
    },
    /** Lines with columns separated by tabs; white space within a column becomes blanks. No header line. */
    TSV {
        @Override
        String parameters(List<ParameterLine> parameters) {
            return lines(parameters, one -> columns(one.name(), one.value(), one.defaultValue(), one.status()));
        }

        @Override
        String findings(List<Inspection.Finding> findings) {
            return lines(
                    findings, one -> columns(SettingsOptions.severity(one), Integer.toString(one.line()), one.text()));
        }

        private String columns(String... texts) {
            return List.of(texts).stream().map(ParameterLine::oneLine).collect(Collectors.joining("\t"));
        }
    };

    /** Returns all of {@code parameters}, ready to be printed. */
    abstract String parameters(List<ParameterLine> parameters);

    /** Returns all of {@code findings}, ready to be printed. */
    abstract String findings(List<Inspection.Finding> findings);

    private static <T> String lines(List<T> items, Function<T, String> line) {
        return items.stream()
                .map(one -> line.apply(one) + System.lineSeparator())
                .collect(Collectors.joining());
    }
}
