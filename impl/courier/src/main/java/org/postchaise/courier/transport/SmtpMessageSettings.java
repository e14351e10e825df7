/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier.transport;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Envelope settings of a message of Angus Mail's class {@code SMTPMessage}, in the words of SMTP. Read by reflection: the class belongs to an implementation of
 * Jakarta Mail and may be missing, or be visible to the application and not here.
 */
final class SmtpMessageSettings {
    private static final String CLASS = "org.eclipse.angus.mail.smtp.SMTPMessage";
    private static final int NEVER = -1;
    private static final List<String> NOTIFY_BITS = List.of("SUCCESS", "FAILURE", "DELAY");
    private static final List<String> RETURNS = List.of("", "FULL", "HDRS");

    private final MimeMessage message;
    private final Optional<Class<?>> type;

    SmtpMessageSettings(MimeMessage message) {
        this.message = message;
        this.type = type(message.getClass());
    }

    private static Optional<Class<?>> type(Class<?> from) {
        for (Class<?> one = from; one != null; one = one.getSuperclass()) {
            if (one.getName().equals(CLASS)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** Returns the return path. */
    Optional<String> envelopeFrom() throws MessagingException {
        return text("getEnvelopeFrom");
    }

    /** Returns the value of NOTIFY (RFC 3461, section 4.1). */
    Optional<String> notifyOptions() throws MessagingException {
        int options = (Integer) get("getNotifyOptions").orElse(0);
        if (options == NEVER) {
            return Optional.of("NEVER");
        }
        List<String> names = new ArrayList<>();
        for (int bit = 0; bit < NOTIFY_BITS.size(); bit++) {
            if ((options & 1 << bit) != 0) {
                names.add(NOTIFY_BITS.get(bit));
            }
        }
        return present(String.join(",", names));
    }

    /** Returns the value of RET (RFC 3461, section 4.3). */
    Optional<String> returnOption() throws MessagingException {
        return present(RETURNS.get((Integer) get("getReturnOption").orElse(0)));
    }

    /** Returns true if the mail may go to some of its recipients only. */
    boolean sendPartial() throws MessagingException {
        return (Boolean) get("getSendPartial").orElse(false);
    }

    /** Returns the extra parameters of MAIL. */
    Optional<String> mailExtension() throws MessagingException {
        return text("getMailExtension");
    }

    private Optional<String> text(String getter) throws MessagingException {
        return get(getter).flatMap(value -> present((String) value));
    }

    private static Optional<String> present(String text) {
        return Optional.of(text).filter(value -> !value.isEmpty());
    }

    private Optional<Object> get(String getter) throws MessagingException {
        if (type.isEmpty()) {
            return Optional.empty();
        }
        try {
            Method method = type.get().getMethod(getter);
            return Optional.ofNullable(method.invoke(message));
        } catch (ReflectiveOperationException e) {
            throw new MessagingException("settings of a message of class " + CLASS + " can't be read: " + e, e);
        }
    }
}
