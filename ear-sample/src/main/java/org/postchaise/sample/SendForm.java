/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Optional;
import org.postchaise.api.Mail;

/**
 * Fields of the form as typed, so that they can be shown again after a mistake.
 *
 * @param rollBack "on" if the transaction is to be rolled back
 */
record SendForm(String from, String to, String subject, String text, String rollBack) {
    static final SendForm EXAMPLE = new SendForm(
            "shop@example.com",
            "ann@example.net, bob@example.org",
            "Your order is on its way",
            "Dear customer,\n\nyour order left our warehouse today.\n",
            "");

    static SendForm of(HttpServletRequest request) {
        return new SendForm(
                field(request, "from").strip(),
                field(request, "to").strip(),
                field(request, "subject"),
                field(request, "text"),
                field(request, "rollback"));
    }

    boolean rollsBack() {
        return !rollBack.isEmpty();
    }

    /**
     * Returns the mail in the fields.
     *
     * @throws IllegalArgumentException naming the wrong field and the expected form
     */
    Mail mail() {
        if (to.isEmpty()) {
            throw new IllegalArgumentException("there is no recipient; expected at least one address in To");
        }
        String[] recipients =
                Arrays.stream(to.split(",", -1)).map(String::strip).toArray(String[]::new);
        if (Arrays.stream(recipients).anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a recipient is empty; expected addresses separated by single commas");
        }
        return Mail.from(from).to(recipients).subject(subject).text(text);
    }

    private static String field(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getParameter(name)).orElse("");
    }
}
