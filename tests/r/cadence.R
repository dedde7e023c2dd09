# Reference values for tests/test_rates.py, test_dependence.py and test_gap_survival.py, made with
# R 4.2.2, survival 3.5-3, MASS 7.3-58.2. Run from the top folder: Rscript tests/r/cadence.R
library(survival)
digits <- function(x) sprintf("%.15g", x)

# Kaplan-Meier of the 6-MP remissions with pointwise log(-log) intervals
remission <- subset(MASS::gehan, treat == "6-MP")
km <- summary(survfit(Surv(time, cens) ~ 1, data = remission, conf.type = "log-log"))
write.csv(data.frame(time = km$time, at_risk = km$n.risk, surv = digits(km$surv),
                     low = digits(km$lower), high = digits(km$upper)),
          "tests/r/kaplan_meier.csv", row.names = FALSE, quote = FALSE)

# trend of yearly counts of coal-mine disasters, Poisson and negative binomial
years <- 1851:1962
count <- as.integer(table(factor(floor(boot::coal$date), levels = years)))
since <- as.numeric(as.Date(paste0(years, "-01-01")) - as.Date("1851-01-01")) / 365.25
exposure <- ifelse(years %% 4 == 0 & years != 1900, 366, 365)
poisson <- glm(count ~ since + offset(log(exposure)), family = poisson, epsilon = 1e-14)
negbin <- MASS::glm.nb(count ~ since + offset(log(exposure)), epsilon = 1e-10, maxit = 1000)
write.csv(data.frame(year = years, count, exposure), "tests/r/coal_years.csv",
          row.names = FALSE, quote = FALSE)
write.csv(data.frame(model = c("poisson", "negative_binomial"),
                     slope = digits(c(coef(poisson)[2], coef(negbin)[2])),
                     se = digits(c(sqrt(vcov(poisson)[2, 2]), sqrt(vcov(negbin)[2, 2]))),
                     alpha = digits(c(0, 1 / negbin$theta)),
                     loglik = digits(c(logLik(poisson), logLik(negbin)))),
          "tests/r/count_trend.csv", row.names = FALSE, quote = FALSE)

# proportional hazards of the gap after a batch
persons <- c(50, 116, 101, 130, 12, 100, 130, 44, 45, 106, 95, 45, 22, 230, 207, 100)
gaps <- c(27, 12, 19, 27, 7, 6, 10, 10, 19, 17, 25, 32, 149, 28, 8, 113)
cox <- coxph(Surv(gaps, c(rep(1, 15), 0)) ~ log2(persons), ties = "efron",
             control = coxph.control(eps = 1e-14, toler.chol = 1e-15, iter.max = 50))
write.csv(data.frame(coef = digits(coef(cox)), se = digits(sqrt(vcov(cox)[1, 1])),
                     before = digits(cor(persons[-1], gaps[-16], method = "spearman")),
                     after = digits(cor(persons[-16], gaps[-16], method = "spearman"))),
          "tests/r/batch.csv", row.names = FALSE, quote = FALSE)
