/**
 * What applications compile against: mail connections as managed resources, outcomes as values, and the {@link
 * org.postchaise.api.Mailer} facade.
 *
 * <p>The names are those of RFC 5321 and RFC 5598, of Postfix, and of the Jakarta Connectors specification. Nothing here
 * performs I/O except through a {@link org.postchaise.api.MessageSource}.
 */
package org.postchaise.api;
