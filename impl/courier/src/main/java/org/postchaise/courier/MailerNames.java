/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.postchaise.api.Mailer;

/** CDI extension that collects the names of the mailers that the application injects, before the application starts. */
public class MailerNames implements Extension {
    private final Set<String> names = new ConcurrentSkipListSet<>();

    /** Adds the name of an injection point. */
    void found(@Observes ProcessInjectionPoint<?, Mailer> event) {
        event.getInjectionPoint().getQualifiers().stream()
                .filter(MailerName.class::isInstance)
                .map(qualifier -> ((MailerName) qualifier).value())
                .forEach(names::add);
    }

    /** Returns the names. */
    Set<String> names() {
        return Set.copyOf(names);
    }
}
