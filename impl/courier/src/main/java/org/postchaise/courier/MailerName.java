/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Qualifier of a {@link org.postchaise.api.Mailer} by the name of its mail connection factory: {@code @Inject @MailerName("bulk") Mailer} delivers through
 * {@code java:/postchaise/bulk} (WildFly), {@code postchaise/bulk} (Payara) or the resource reference {@code postchaise/bulk}, as an unnamed mailer does
 * through {@code postchaise/MailConnectionFactory}. No bean has to be written for a name; {@code @Named} would need one, since its value is binding.
 *
 * <p>The name stays with the mail in the queue. Where there is no such factory, {@code send} throws a {@link org.postchaise.api.SubmissionException}; a mail
 * whose factory has gone later is deferred until the factory is back, or the mail expires. Notices to the sender are mails of their own, by the unnamed mailer.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface MailerName {
    /** Returns the name: 1 to 64 letters, digits, dots, hyphens and underscores, of US-ASCII. */
    @Nonbinding
    String value();

    /** Qualifier literal for a name known at run time: {@code @Any Instance<Mailer>}, {@code select(MailerName.Literal.of("bulk"))}. */
    final class Literal extends AnnotationLiteral<MailerName> implements MailerName {
        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /** Returns the qualifier with the name {@code value}. */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
