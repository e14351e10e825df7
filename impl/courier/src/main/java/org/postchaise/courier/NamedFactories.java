/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.engine.event.LineLog;

/**
 * Connection factories of mailers, each at the first of three names: the application's resource reference {@code postchaise/NAME}, where it
 * has one; {@code java:/postchaise/NAME}, where the set-up of WildFly puts them; and {@code postchaise/NAME}, where that of Payara does. An enterprise bean,
 * which has its module's resource references in sight on every thread. The reference that it declares itself shows the adapter's classes to the application on
 * Payara, which gives those to applications that refer to a resource of it; WildFly leaves one without a mapping out.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@Resource(name = NamedFactories.FACTORY, type = MailConnectionFactory.class)
public class NamedFactories {
    /** The resource reference of the mailer without a name. */
    static final String FACTORY = "postchaise/MailConnectionFactory";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** How long a server may take from the start of an application to that of the adapter's connection factories. */
    private static final Duration START = Duration.ofSeconds(20);

    private static final long PAUSE = 100;

    /** How far a cause is looked for. */
    private static final int DEEPEST = 16;

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Resource
    private SessionContext context;

    /** The latest ones by the names of their mailers; that of a redeployed adapter is replaced by its next look-up. */
    private final Map<String, MailConnectionFactory> known = new ConcurrentHashMap<>();

    /** What was said of bad settings, by the names of the mailers. */
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    /**
     * Whether there is certainly no connection factory of the mailer. There may be one where none is to be had: the adapter may be
     * away, and come back.
     */
    public boolean lack(String mailer) {
        return !known.containsKey(mailer) && !isThere(mailer) && isThere("");
    }

    /** Whether there is one, or is within the time that a server takes to start. */
    public boolean isThereSoon(String mailer) {
        long end = System.nanoTime() + START.toNanos();
        while (!known.containsKey(mailer) && !isThere(mailer)) {
            if (System.nanoTime() > end) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private boolean isThere(String mailer) {
        try {
            find(mailer);
            return true;
        } catch (ResourceException e) {
            return false;
        }
    }

    /**
     * The connection factory of a mailer, looked up anew: the adapter may have been redeployed. Where a setting was changed to a bad value since, the
     * former one with the former settings, and the log names the setting, once.
     *
     * @param mailer its name; empty for the one without a name
     * @throws ResourceException when there is none; the message is one line that says what to add
     */
    public MailConnectionFactory find(String mailer) throws ResourceException {
        String reference = reference(mailer);
        Object found = lookup(reference);
        if (found instanceof MailConnectionFactory factory) {
            known.put(mailer, factory);
            refused.remove(mailer);
            return factory;
        }
        Optional<String> badSetting = badSetting(found);
        MailConnectionFactory former = known.get(mailer);
        if (former == null || badSetting.isEmpty()) {
            throw new ResourceException(missing(reference, found));
        }
        if (!badSetting.equals(Optional.ofNullable(refused.put(mailer, badSetting.get())))) {
            LOG.log(
                    Level.ERROR,
                    "connection factory " + reference + ": " + badSetting.get()
                            + "; mail goes on with the former settings");
        }
        return former;
    }

    /** What the adapter says of a setting that was changed while the server runs; a server may make the connection factory anew for it. */
    static Optional<String> badSetting(Object found) {
        Throwable cause = found instanceof Throwable failed ? failed : null;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof InvalidPropertyException) {
                return Optional.of(String.valueOf(cause.getMessage()));
            }
            cause = cause.getCause() == null && cause instanceof NamingException naming
                    ? naming.getRootCause()
                    : cause.getCause();
        }
        return Optional.empty();
    }

    /** What to do about a connection factory that is not there, in one line. */
    static String missing(String reference, Object found) {
        Optional<String> badSetting = badSetting(found);
        if (badSetting.isPresent()) {
            return "connection factory " + reference + ": " + badSetting.get();
        }
        if (found instanceof NamingException) {
            return "no mail connection factory at java:/" + reference + " (WildFly) or " + reference
                    + " (Payara); expected one of the resource adapter postchaise, which postchaise.cli or postchaise.asadmin"
                    + " sets up, or a resource reference " + reference + " of the application that leads to one";
        }
        return "no mail connection factory at " + reference + " but an object of "
                + found.getClass().getName()
                + "; expected one of the classes that this application sees: it must not bring along postchaise-api,"
                + " which comes from the resource adapter";
    }

    /** What is there, or why nothing is. */
    @SuppressWarnings("BanJNDI") // a prefix that is constant, and a name without colon and slash
    private Object lookup(String reference) {
        try {
            return context.lookup(reference);
        } catch (IllegalArgumentException noReference) {
            try {
                return InitialContext.doLookup("java:/" + reference);
            } catch (NamingException notWildFly) {
                return lookupAtRoot(reference);
            }
        }
    }

    @SuppressWarnings("BanJNDI")
    private static Object lookupAtRoot(String reference) {
        try {
            return InitialContext.doLookup(reference);
        } catch (NamingException e) {
            return e;
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
            return FACTORY;
        }
        if (!NAME.matcher(mailer).matches()) {
            throw new IllegalArgumentException("mailer \"" + mailer.replaceAll("\\p{Cntrl}", "?")
                    + "\" is no name; expected 1 to 64 letters, digits, dots, hyphens and underscores");
        }
        return "postchaise/" + mailer;
    }
}
