/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJBContext;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.resource.ResourceException;
import jakarta.resource.spi.InvalidPropertyException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.postchaise.api.MailConnectionFactory;
import org.postchaise.api.spi.QueueTransport;
import org.postchaise.engine.log.LineLog;

/**
 * Lookup of the mailers' connection factories, each by the first of three names: the application's resource reference {@code postchaise/NAME}, if any;
 * {@code java:/postchaise/NAME}, used by WildFly's set-up script; and {@code postchaise/NAME}, used by Payara's. An enterprise bean, since these can look up
 * the module's resource references on every thread. The reference declared on this class makes the adapter's classes visible to the application on Payara,
 * which does so for applications that refer to a resource of the adapter; WildFly ignores a reference without a mapping.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.SUPPORTS)
@Resource(name = NamedFactories.FACTORY, type = MailConnectionFactory.class)
public class NamedFactories {
    /** Resource reference of the unnamed mailer. */
    static final String FACTORY = "postchaise/MailConnectionFactory";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Longest time that a server needs from the start of an application to the start of the adapter's connection factories. */
    private static final Duration START = Duration.ofSeconds(20);

    private static final long PAUSE = 100;

    /** Longest chain of causes that is searched for a bad setting. */
    private static final int DEEPEST = 16;

    private static final Logger LOG = LineLog.of("org.postchaise.courier");

    @Resource
    private SessionContext own;

    @Inject
    private KnownFactories latest;

    private EJBContext context;
    private Map<String, QueueTransport> known;
    private Map<String, String> refused;

    /** Creates the session bean, which the server injects into. */
    public NamedFactories() {}

    /**
     * Creates a lookup on the threads of another enterprise bean. A message-driven bean does not call the session bean: Payara stops the session bean first, and
     * its refusal to be called leaves the thread with the wrong bean's transaction.
     */
    NamedFactories(EJBContext context, KnownFactories latest) {
        use(context, latest);
    }

    @PostConstruct
    void begin() {
        use(own, latest);
    }

    private void use(EJBContext bean, KnownFactories shared) {
        context = bean;
        known = shared.known();
        refused = shared.refused();
    }

    /**
     * Returns true if there is certainly no connection factory of the mailer. False where none can be looked up at present, since the adapter may be away and
     * come back.
     */
    public boolean lack(String mailer) {
        return !known.containsKey(mailer) && !isThere(mailer) && isThere("");
    }

    /** Returns true if there is a connection factory of the mailer, waiting as long as a server may take to start. */
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
     * Returns the connection factory of a mailer, looked up anew, since the adapter may have been redeployed. Where a setting was changed to a bad value since
     * the last lookup, returns the former factory with the former settings, and logs the bad setting once.
     *
     * @param mailer the mailer's name; empty for the unnamed mailer
     * @throws ResourceException when there is none; the message is one line that says what to add
     */
    public QueueTransport find(String mailer) throws ResourceException {
        String reference = reference(mailer);
        Object found = lookup(reference);
        if (found instanceof QueueTransport factory) {
            known.put(mailer, factory);
            refused.remove(mailer);
            return factory;
        }
        Optional<String> badSetting = badSetting(found);
        QueueTransport former = known.get(mailer);
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

    /**
     * Returns the adapter's error text for a setting that was changed to a bad value while the server runs; a server may recreate the connection factory after
     * such a change.
     */
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

    /** Returns the advice for a missing connection factory, in one line. */
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

    /** Returns the object at {@code reference}, or the exception of the lookup. */
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
     * Returns the resource reference of a mailer.
     *
     * @param mailer the mailer's name; empty for the unnamed mailer
     * @throws IllegalArgumentException when {@code mailer} is not a valid name
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
