/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.postchaise.api.Mailer;

/** The names of the mailers that the application injects, known before it starts. */
public class MailerNames implements Extension {
    private final Set<String> names = new ConcurrentSkipListSet<>();

    /** Notes the name of an injection point. */
    void found(@Observes ProcessInjectionPoint<?, Mailer> event) {
        event.getInjectionPoint().getQualifiers().stream()
                .filter(MailerName.class::isInstance)
                .map(qualifier -> ((MailerName) qualifier).value())
                .forEach(names::add);
    }

    /** The names, in their order. */
    Set<String> names() {
        return Set.copyOf(names);
    }
}
