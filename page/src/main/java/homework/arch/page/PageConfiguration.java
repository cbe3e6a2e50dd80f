package homework.arch.page;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.CacheControl;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;

/** Whoever has this module on the class path serves the page, unless it is switched off. */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnProperty(name = "arch.page.enabled", matchIfMissing = true)
@Import({PageController.class, OperatorController.class})
class PageConfiguration implements WebMvcConfigurer {

  /** All that the page loads is below one path, the libraries as well. */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/page/lib/**")
        .addResourceLocations("classpath:/META-INF/resources/webjars/")
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false)
        .resourceChain(true)
        .addResolver(new LiteWebJarsResourceResolver());
    registry
        .addResourceHandler("/page/**")
        .addResourceLocations("classpath:/page/")
        .setCacheControl(CacheControl.noCache())
        .setUseLastModified(false);
  }

  /** A browser keeps a file as long as its content; all files of a build are of the same time. */
  @Bean
  FilterRegistrationBean<ShallowEtagHeaderFilter> etagsOfThePage() {
    ShallowEtagHeaderFilter etags = new ShallowEtagHeaderFilter();
    etags.setWriteWeakETag(true); // Tomcat compresses nothing with a strong one
    var filter = new FilterRegistrationBean<>(etags);
    filter.addUrlPatterns("/page/*");
    return filter;
  }
}
