/** The demonstration: a page that sends mail through {@link org.postchaise.api.Mailer} and shows what becomes of it. */
package org.postchaise.sample;
