# Reference values for tests/test_renewal.py, made with R 4.2.2, survival 3.5-3, boot 1.3-28,
# MASS 7.3-58.2. Run from the top folder: Rscript tests/r/renewal.R
library(survival)

write.csv(data.frame(date = sprintf("%.17g", boot::coal$date)), "tests/data/coal.csv",
          row.names = FALSE, quote = FALSE)
write.csv(data.frame(year = 1871:1970, flow = as.integer(Nile)), "tests/data/nile.csv",
          row.names = FALSE, quote = FALSE)
set.seed(42) # the sample that the tests of the CRAN package marp 0.1.0 fit
write.csv(data.frame(days = sprintf("%.17g", rgamma(30, 3, 0.01))), "tests/data/marp_sample.csv",
          row.names = FALSE, quote = FALSE)

samples <- list(
  # NIST/SEMATECH e-Handbook of Statistical Methods, section 8.4.1.3
  nist = data.frame(time = c(54, 187, 216, 240, 244, 335, 361, 373, 375, 386, rep(500, 10)),
                    status = rep(1:0, each = 10)),
  # remission of leukaemia under 6-MP, weeks: Freireich et al. (1963), Blood 21, 699-716
  remission = with(subset(MASS::gehan, treat == "6-MP"), data.frame(time, status = cens)),
  # gaps between coal-mine disasters in days, cut at 1962-12-31
  coal = data.frame(time = 365.25 * c(diff(boot::coal$date)[diff(boot::coal$date) > 0],
                                      1963 - max(boot::coal$date)),
                    status = c(rep(1, sum(diff(boot::coal$date) > 0)), 0))
)
fits <- do.call(rbind, lapply(names(samples), function(name) {
  do.call(rbind, lapply(c("exponential", "weibull", "lognormal", "loglogistic"), function(dist) {
    fit <- survreg(Surv(time, status) ~ 1, data = samples[[name]], dist = dist,
                   control = survreg.control(rel.tolerance = 1e-14, maxiter = 100))
    data.frame(sample = name, model = dist, intercept = sprintf("%.15g", coef(fit)[[1]]),
               scale = sprintf("%.15g", fit$scale), loglik = sprintf("%.15g", fit$loglik[2]))
  }))
}))
write.csv(fits, "tests/r/survreg.csv", row.names = FALSE, quote = FALSE)
write.csv(do.call(rbind, lapply(names(samples), function(name)
  data.frame(sample = name, time = sprintf("%.17g", samples[[name]]$time),
             status = samples[[name]]$status))),
  "tests/r/samples.csv", row.names = FALSE, quote = FALSE)

# far tails
grid <- expand.grid(shape = c(0.2, 0.7, 1, 2.5, 30), x = c(0.1, 5, 100, 600, 745, 1e4, 1e6))
grid$logsf <- sprintf("%.15g", pgamma(grid$x, grid$shape, lower.tail = FALSE, log.p = TRUE))
write.csv(grid, "tests/r/gamma_tail.csv", row.names = FALSE, quote = FALSE)
