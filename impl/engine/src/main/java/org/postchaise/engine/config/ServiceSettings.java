/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A filter of the {@code -o} options of master.cf services: options that change something for one transport are kept.
 */
final class ServiceSettings {
    /**
     * A parameter of Postfix's queue manager, which smtp(8) does not read: no option of a service changes that
     * parameter.
     */
    private static final String RELAYHOST = "relayhost";

    private final Settings settings;
    private final List<String> warnings;
    private final Map<String, MasterCf.Service> services = new HashMap<>();

    ServiceSettings(Settings settings, MasterCf file) {
        this.settings = settings;
        this.warnings = new ArrayList<>(file.warnings());
        new TreeMap<>(file.services()).forEach((name, service) -> services.put(name, effective(service)));
    }

    /** Returns {@code file} with the effective options, and with a warning for each option that has no effect. */
    static MasterCf of(Settings settings, MasterCf file) {
        ServiceSettings read = new ServiceSettings(settings, file);
        return new MasterCf(file.source(), read.services, file.listeners(), read.warnings);
    }

    private MasterCf.Service effective(MasterCf.Service service) {
        Map<String, String> kept = new TreeMap<>();
        new TreeMap<>(service.settings()).forEach((name, text) -> {
            Optional<String> without = withoutEffect(name);
            if (without.isPresent()) {
                warnings.add(service.place() + ": " + without.get());
            } else {
                kept.put(name, text);
            }
        });
        return new MasterCf.Service(service.place(), service.command(), service.processLimit(), kept);
    }

    private Optional<String> withoutEffect(String name) {
        Optional<Parameter<?>> row = settings.rows().row(name);
        if (row.isEmpty()) {
            return settings.isSet(name)
                    ? Optional.empty()
                    : Optional.of(
                            settings.rows().isElsewhere(name)
                                    ? "parameter " + name + " has no effect here"
                                    : "unknown parameter " + name + "; expected "
                                            + settings.rows().expected(name));
        }
        if (row.get().scope() != Scope.FACTORY || name.equals(RELAYHOST)) {
            return Optional.of("parameter " + name + " has no effect for one transport");
        }
        Status status = row.get().status();
        return status.kind() == Status.Kind.IMPLEMENTED
                ? Optional.empty()
                : Optional.of("parameter " + name + " has no effect here (" + status.text() + ")");
    }
}
