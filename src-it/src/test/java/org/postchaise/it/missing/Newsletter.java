/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.missing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.postchaise.api.Mailer;
import org.postchaise.courier.MailerName;

/** A bean of an application whose mailer has no connection factory. */
@ApplicationScoped
public class Newsletter {
    @Inject
    @MailerName("newsletter")
    private Mailer mailer;

    /** For the container. */
    public Newsletter() {}

    @Override
    public String toString() {
        return "newsletter by " + mailer;
    }
}
