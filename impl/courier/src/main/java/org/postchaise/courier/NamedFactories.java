/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.postchaise.api.MailConnectionFactory;

/** Which mailers there are, whatever thread asks: an enterprise bean has its module's resource references always in sight. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@Resource(name = CourierMdb.FACTORY, type = MailConnectionFactory.class)
public class NamedFactories {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    @Resource
    private SessionContext context;

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /**
     * Whether there is certainly no connection factory of the mailer. There may be one where none is to be had: the adapter may be
     * away, and come back.
     */
    public boolean lack(String mailer) {
        if (known.contains(mailer)) {
            return false;
        }
        if (isThere(reference(mailer))) {
            known.add(mailer);
            return false;
        }
        return isThere(CourierMdb.FACTORY);
    }

    private boolean isThere(String reference) {
        try {
            return context.lookup(reference) instanceof MailConnectionFactory;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * The resource reference of a mailer.
     *
     * @param mailer its name; empty for the one without a name
     * @throws IllegalArgumentException when it can be no name
     */
    static String reference(String mailer) {
        if (mailer.isEmpty()) {
            return CourierMdb.FACTORY;
        }
        if (!NAME.matcher(mailer).matches()) {
            throw new IllegalArgumentException("mailer \"" + mailer.replaceAll("\\p{Cntrl}", "?")
                    + "\" is no name; expected 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        return "postchaise/" + mailer;
    }
}
